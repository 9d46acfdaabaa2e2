package caravan.sandbox.woocommerce;

import java.time.Instant;

/** What products, orders and webhooks have in common. */
abstract class Post {
    final long id;
    final Instant created;
    Instant modified;

    Post(long id, Instant now) {
        this.id = id;
        this.created = now;
        this.modified = now;
    }

    /** What lists are sorted by when sorted by title. */
    abstract String title();
}
