package caravan.intake;

/** Takes what cannot be taken in otherwise, so that it is kept with its bytes and seen by a person. */
public interface UnusableDelivery {

    /**
     * Keeps one delivery; it must be committed on return.
     *
     * @param reason what was wrong with it, without its content
     */
    void keep(Delivery delivery, String reason);
}
