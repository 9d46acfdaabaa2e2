package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Items made of other items. A bundle is made of plain items only, so what it can be sold from is one step away. */
@Component
public class Bundles {
    private final JdbcClient jdbc;
    private final StockLevels levels;

    Bundles(JdbcClient jdbc, StockLevels levels) {
        this.jdbc = jdbc;
        this.levels = levels;
    }

    /** What an item is made of and how many of each, by SKU; empty for a plain item. */
    public Map<Sku, Long> components(Sku bundle) {
        Map<Sku, Long> components = new TreeMap<>();
        jdbc.sql("SELECT component, quantity FROM bundle_component WHERE bundle = :bundle")
                .param("bundle", bundle.value())
                .query(row -> {
                    components.put(new Sku(row.getString("component")), row.getLong("quantity"));
                });
        return components;
    }

    /**
     * Defines what an item is made of, for orders that come from now on; nothing makes it a plain item again.
     *
     * @param components how many of each go into one, at least 1
     * @throws IllegalArgumentException if an item is not there, contains itself, or would be a bundle inside a bundle
     */
    @Transactional
    public void define(Sku bundle, Map<Sku, Long> components) {
        if (components.containsKey(bundle)) {
            throw new IllegalArgumentException("Bundle '" + bundle + "' cannot contain itself.");
        }
        List<Sku> concerned = new ArrayList<>(components.keySet());
        concerned.add(bundle);
        // The same items may be made into bundles of each other at the same time; orders only need the keys.
        List<Sku> known = jdbc.sql("SELECT sku FROM item WHERE sku = ANY(:sku) ORDER BY sku FOR NO KEY UPDATE")
                .params(Columns.of(concerned).text("sku", sku -> sku).arrays())
                .query((row, index) -> new Sku(row.getString(1)))
                .list();
        concerned.stream().filter(sku -> !known.contains(sku)).findFirst().ifPresent(missing -> {
            throw new IllegalArgumentException("There is no item '" + missing + "'. Add it first.");
        });
        if (!components.isEmpty()) {
            refuseNesting(bundle, components);
        }
        levels.bundle(bundle, components);
    }

    private void refuseNesting(Sku bundle, Map<Sku, Long> components) {
        jdbc.sql("""
                SELECT bundle FROM bundle_component WHERE bundle = ANY(:component)
                UNION ALL SELECT component FROM bundle_component WHERE component = :bundle
                LIMIT 1""")
                .params(Columns.of(components.keySet())
                        .text("component", sku -> sku)
                        .arrays())
                .param("bundle", bundle.value())
                .query(String.class)
                .optional()
                .ifPresent(nested -> {
                    throw new IllegalArgumentException("Item '" + nested
                            + "' is part of another bundle or a bundle itself. A bundle is made of plain items only.");
                });
    }
}
