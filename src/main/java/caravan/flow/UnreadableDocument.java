package caravan.flow;

/** A document that says nothing the hub understands. The message names the place, never the content. */
final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableDocument(String message) {
        super(message);
    }
}
