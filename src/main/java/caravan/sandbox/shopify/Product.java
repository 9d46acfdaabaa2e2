package caravan.sandbox.shopify;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A product with its variants; one that comes in one form has a single variant. */
final class Product {
    static final String ONLY = "Default Title";

    final long id;
    final Instant created;
    final String title;
    final List<Variant> variants = new ArrayList<>();
    Instant updated;

    Product(long id, Instant now, String title) {
        this.id = id;
        this.created = now;
        this.updated = now;
        this.title = title;
    }

    String handle() {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
