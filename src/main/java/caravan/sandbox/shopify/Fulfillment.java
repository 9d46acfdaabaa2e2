package caravan.sandbox.shopify;

import java.time.Instant;
import java.util.List;

/**
 * One parcel of an order.
 *
 * @param number the how many-th of its order, from 1
 */
record Fulfillment(long id, int number, Instant at, List<Part> parts) {

    static final String CARRIER = "DPD";

    /** Units of one line. */
    record Part(long id, OrderLine of, int quantity) {}

    Fulfillment {
        parts = List.copyOf(parts);
    }

    String name(Order order) {
        return order.name() + "." + number;
    }

    String tracking() {
        return "1357700" + id % 10_000;
    }

    String trackingUrl() {
        return "https://track.example/" + tracking();
    }
}
