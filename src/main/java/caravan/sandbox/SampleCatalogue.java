package caravan.sandbox;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pretend stores sell. They share the SKUs, so that one item is on several channels. */
public final class SampleCatalogue {

    /**
     * One thing that can be bought.
     *
     * @param parent title of the product it is an option of, null if it stands alone
     * @param option its value of the parent's one attribute, null if it stands alone
     * @param price what the shop asks for one, in its own currency
     * @param stock units at opening
     */
    public record Item(
            String sku,
            String title,
            @Nullable String parent,
            @Nullable String option,
            BigDecimal price,
            int stock) {}

    /** The attribute by which options differ. */
    public static final String ATTRIBUTE = "Size";

    /** Everything on sale, options of one product side by side. */
    public static final List<Item> ITEMS = List.of(
            option("TEE-S", "Caravan Tee", "S", "24.90", 40),
            option("TEE-M", "Caravan Tee", "M", "24.90", 60),
            option("TEE-L", "Caravan Tee", "L", "24.90", 50),
            option("HOODIE-M", "Höhenweg Hoodie", "M", "59.00", 25),
            option("HOODIE-L", "Höhenweg Hoodie", "L", "59.00", 20),
            single("MUG-ENAMEL", "Enamel Mug “Čajník”", "14.50", 80),
            single("LAMP-OASIS", "Oasis Lantern", "39.95", 18),
            single("BLANKET-WOOL", "Wool Blanket – Dünenmuster", "89.00", 12),
            single("TEA-MINT-100", "Mint Tea 100 g", "6.40", 150),
            single("MAP-SAMARQAND", "Map of Samarqand (سمرقند)", "17.00", 30),
            single("COMPASS-BRASS", "Brass Compass", "32.00", 15),
            single("NOTEBOOK-A5", "Notebook A5 “旅”", "9.90", 100));

    private SampleCatalogue() {}

    private static Item option(String sku, String parent, String option, String price, int stock) {
        return new Item(sku, parent + " - " + option, parent, option, new BigDecimal(price), stock);
    }

    private static Item single(String sku, String title, String price, int stock) {
        return new Item(sku, title, null, null, new BigDecimal(price), stock);
    }
}
