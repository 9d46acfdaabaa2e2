package caravan.inventory;

import caravan.kernel.Columns;
import caravan.order.LinesStated;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notes what moved with a line, so that its order's page can tell which writes carried that to the channels. */
@Component
class LineEffects {

    /** What a channel had taken out of its own figure for a line, before and after; the same if only the ledger moved. */
    record Effect(long line, long takenBefore, long taken) {}

    private final JdbcClient jdbc;

    LineEffects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes what a statement moved of its lines, as {@link #note(List)} does. */
    void note(List<LinesStated.Line> lines, LongUnaryOperator takenBefore, List<LineChange> changes) {
        Set<Long> moved = changes.stream().map(LineChange::line).collect(Collectors.toSet());
        note(lines.stream()
                .map(line -> new Effect(line.line(), takenBefore.applyAsLong(line.line()), line.taken()))
                .filter(each -> each.taken() != each.takenBefore() || moved.contains(each.line()))
                .toList());
    }

    /**
     * Notes effects whose listings' books have just been moved. Their rows are still locked: writes opened before have lower
     * numbers than the one noted, writes that carry the effect have higher ones.
     */
    void note(List<Effect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        jdbc.sql("""
                INSERT INTO line_effect (line, at, writes, taken_before, taken)
                SELECT l, clock_timestamp(), CASE WHEN s.is_called THEN s.last_value ELSE 0 END, b, t
                FROM unnest(:line::bigint[], :before::bigint[], :taken::bigint[]) AS e(l, b, t), stock_write_row_number_seq s""")
                .params(Columns.of(effects)
                        .whole("line", Effect::line)
                        .whole("before", Effect::takenBefore)
                        .whole("taken", Effect::taken)
                        .arrays())
                .update();
    }
}
