package caravan.inventory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The units that are neither owed nor for sale until a person decides. */
@Component
public class Withheld {
    private final JdbcClient jdbc;

    Withheld(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many units of order lines are withheld, of those that withhold any; lines older than the opening balance do not. */
    public Map<Long, Long> of(Collection<Long> lines) {
        Map<Long, Long> withheld = new HashMap<>();
        jdbc.sql("""
                SELECT s.line, s.kept - s.settled AS units FROM line_stock s
                WHERE s.line = ANY(:line) AND s.kept > s.settled
                  AND EXISTS (SELECT FROM line_part p WHERE p.line = s.line AND p.counts)""").param("line", lines.toArray(Long[]::new)).query(row -> {
            withheld.put(row.getLong("line"), row.getLong("units"));
        });
        return withheld;
    }
}
