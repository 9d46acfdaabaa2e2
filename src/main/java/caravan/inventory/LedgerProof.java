package caravan.inventory;

import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Proves that levels are the fold of the ledger: all of them, part by part, again and again. A part is one statement, which sees
 * levels and movements of one moment and locks neither.
 */
@Component
public class LedgerProof {

    /** What a level says, or what its movements add up to. */
    public record Figures(long onHand, long reserved, long withheld, long incoming) {}

    /** A level beside the sum of its movements. */
    public record Compared(Sku sku, String location, Figures level, Figures ledger) {
        public boolean same() {
            return level.equals(ledger);
        }
    }

    private static final String SUM = """
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(m.on_hand), 0) AS sum_on_hand, coalesce(sum(m.reserved), 0) AS sum_reserved,
                       coalesce(sum(m.withheld), 0) AS sum_withheld, coalesce(sum(m.incoming), 0) AS sum_incoming
                FROM movement m WHERE m.sku = v.sku AND m.location = v.location) AS s
            """;

    private record Place(String sku, String location) {}

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Books books;

    LedgerProof(JdbcClient jdbc, Ledger ledger, Books books) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.books = books;
    }

    /** Compares the next levels by SKU and location; after the last of them the first are next. */
    @Transactional
    public List<Compared> next(int most) {
        // Whoever else is at it does this part.
        Optional<Place> from = jdbc.sql("SELECT sku, location FROM ledger_proof FOR UPDATE SKIP LOCKED")
                .query(Place.class)
                .optional();
        if (from.isEmpty()) {
            return List.of();
        }
        List<Compared> part = jdbc.sql("""
                SELECT * FROM (
                    SELECT * FROM level WHERE (sku, location) > (:sku, :location) ORDER BY sku, location LIMIT :most) AS v
                """ + SUM + "ORDER BY v.sku, v.location")
                .param("sku", from.get().sku())
                .param("location", from.get().location())
                .param("most", most)
                .query(LedgerProof::compared)
                .list();
        boolean last = part.size() < most;
        jdbc.sql("""
                UPDATE ledger_proof SET sku = :sku, location = :location,
                    proven_at = CASE WHEN :last THEN clock_timestamp() ELSE proven_at END""")
                .param("sku", last ? "" : part.get(most - 1).sku().value())
                .param("location", last ? "" : part.get(most - 1).location())
                .param("last", last)
                .update();
        return part;
    }

    /**
     * Sets a level to what its movements add up to; the channels follow.
     *
     * @return what it was before, beside what it is now
     * @throws IllegalStateException if there is no such level, or its movements add up to what no level can be
     */
    @Transactional
    public Compared mend(Sku sku, String location) {
        jdbc.sql("SELECT sku FROM level WHERE sku = :sku AND location = :location FOR UPDATE")
                .param("sku", sku.value())
                .param("location", location)
                .query(String.class)
                .optional();
        Compared before = jdbc.sql("SELECT * FROM level v " + SUM + "WHERE v.sku = :sku AND v.location = :location")
                .param("sku", sku.value())
                .param("location", location)
                .query(LedgerProof::compared)
                .optional()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no level of item '" + sku + "' at location '" + location + "' any more."));
        Figures sum = before.ledger();
        if (sum.reserved() < 0 || sum.withheld() < 0 || sum.incoming() < 0) {
            throw new IllegalStateException("The movements of item '" + sku + "' at location '" + location
                    + "' add up to less than nothing. The ledger itself is damaged; restore the database.");
        }
        if (!before.same()) {
            ledger.set(before);
            books.refresh(books.lock(Set.of(sku), Set.of()));
        }
        return before;
    }

    private static Compared compared(ResultSet row, int index) throws SQLException {
        return new Compared(
                new Sku(row.getString("sku")),
                row.getString("location"),
                new Figures(
                        row.getLong("on_hand"),
                        row.getLong("reserved"),
                        row.getLong("withheld"),
                        row.getLong("incoming")),
                new Figures(
                        row.getLong("sum_on_hand"),
                        row.getLong("sum_reserved"),
                        row.getLong("sum_withheld"),
                        row.getLong("sum_incoming")));
    }
}
