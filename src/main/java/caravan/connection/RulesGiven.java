package caravan.connection;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of connections was taken in and gives a connection these rules, and no others. Heard inside the transaction that takes
 * the connection in.
 *
 * @param rules at most one for each SKU, and one for no SKU
 */
public record RulesGiven(ConnectionId connection, List<Rule> rules) {

    /** Keeps its own copy. */
    public RulesGiven {
        rules = List.copyOf(rules);
    }

    /**
     * How much of what is available the connection may show; what is null the file leaves open.
     *
     * @param sku the one it is for, which may be no item yet; null for all that have none of their own
     * @param buffer units held back
     * @param share from 0 to 1
     * @param minimum units below which nothing is shown
     * @param maximum units at most shown
     */
    public record Rule(
            @Nullable Sku sku,
            @Nullable Long buffer,
            @Nullable BigDecimal share,
            @Nullable Long minimum,
            @Nullable Long maximum) {}
}
