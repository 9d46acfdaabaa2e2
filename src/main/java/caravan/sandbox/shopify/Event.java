package caravan.sandbox.shopify;

import java.time.Instant;
import java.util.UUID;

/** One thing somebody did; everything the store tells about it carries its id. */
record Event(UUID id, Instant at) {

    static Event now(Shop shop) {
        return new Event(UUID.randomUUID(), shop.clock.now());
    }
}
