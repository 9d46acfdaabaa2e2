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

    /** In which part a person appears. */
    public enum Role {
        CUSTOMER,
        BILLING,
        SHIPPING
    }

    @Override
    public String toString() {
        return "Party[" + role + "]";
    }
}
