package caravan.order;

/**
 * A person or firm of an order. Personal data: kept apart from the ledger, never logged, never in a title. Missing parts are empty.
 *
 * @param country ISO 3166-1 alpha-2
 */
public record Party(
        Role role,
        String name,
        String company,
        String street,
        String city,
        String region,
        String postcode,
        String country,
        String email,
        String phone) {
    /** Between the parts of a key, as the database joins them; no name has it. */
    private static final String SEPARATOR = "\u001f";

    /** In which part a person appears. */
    public enum Role {
        CUSTOMER,
        BILLING,
        SHIPPING
    }

    /** All its parts; two of one role are the same person at the same address if these are equal. Never to be shown or logged. */
    String key() {
        return String.join(SEPARATOR, name, company, street, city, region, postcode, country, email, phone);
    }

    @Override
    public String toString() {
        return "Party[" + role + "]";
    }
}
