package caravan.order;

import caravan.kernel.Columns;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened to an order, entry after entry: what came in, what it changed, what went out. */
@Component
public class OrderTimeline {

    /**
     * One entry.
     *
     * @param order the order's id in this database
     * @param event one word for the kind of entry
     * @param detail one sentence, without personal data or secrets
     */
    public record Entry(long order, String event, String detail) {}

    private final JdbcClient jdbc;

    OrderTimeline(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds entries in the order given. */
    public void add(List<Entry> entries) {
        if (!entries.isEmpty()) {
            jdbc.sql("""
                    INSERT INTO order_timeline (order_id, event, detail)
                    SELECT * FROM unnest(:order::bigint[], :event::text[], :detail::text[])""")
                    .params(Columns.of(entries)
                            .whole("order", Entry::order)
                            .text("event", Entry::event)
                            .text("detail", Entry::detail)
                            .arrays())
                    .update();
        }
    }
}
