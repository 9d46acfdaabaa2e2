package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The lines of orders, and what they say about stock. */
@Component
class LineRows {
    private static final Comparator<LinesStated.Line> BY_ID = Comparator.comparingLong(LinesStated.Line::line);

    /** A line as stored. */
    private record Stored(
            long id,
            long order,
            String externalId,
            @Nullable String sku,
            String channelLocation,
            boolean stocked,
            Quantities quantities) {}

    private final JdbcClient jdbc;

    LineRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the lines of accepted documents and returns what they say about the stock of known items. */
    List<LinesStated.Line> store(List<OrderChange> accepted) {
        Map<Long, Map<String, Stored>> before = byOrder(accepted.stream()
                .filter(change -> change.known().version().vendorTime() != null)
                .map(change -> change.known().id())
                .toList());
        dropVanished(accepted, before);
        upsert(accepted);
        Map<Long, Map<String, Stored>> after =
                byOrder(accepted.stream().map(change -> change.known().id()).toList());
        List<LinesStated.Line> stated = new ArrayList<>();
        for (OrderChange change : accepted) {
            long order = change.known().id();
            Map<String, Stored> earlier = before.getOrDefault(order, Map.of());
            for (Stored line : after.getOrDefault(order, Map.of()).values()) {
                if (line.sku() != null && line.stocked()) {
                    stated.add(state(change, line, earlier.get(line.externalId())));
                }
            }
        }
        stated.sort(BY_ID);
        return stated;
    }

    /** What the lines of a deleted order say: what was owed is kept, what was taken stays taken. */
    List<LinesStated.Line> ofDeleted(OrderRows.Known known) {
        Instant at = Objects.requireNonNullElse(known.version().vendorTime(), known.now());
        return byOrder(List.of(known.id())).getOrDefault(known.id(), Map.of()).values().stream()
                .filter(line -> line.sku() != null && line.stocked())
                .map(line -> {
                    Quantities units = line.quantities();
                    long owed = owed(known.state(), units);
                    long kept = owed + kept(owed, units);
                    return stated(
                            known, line, 0, kept, units.taken(), LinesStated.Story.SAME_UNITS, new Period(at, at), at);
                })
                .sorted(BY_ID)
                .toList();
    }

    /** What lines say whose item has just become known; when they took their units can no longer be told. */
    List<LinesStated.Line> ofAssigned(List<OrderRows.Known> orders, Set<Long> assigned) {
        Map<Long, OrderRows.Known> byId =
                orders.stream().collect(Collectors.toMap(OrderRows.Known::id, Function.identity()));
        List<LinesStated.Line> stated = new ArrayList<>();
        byOrder(List.copyOf(byId.keySet())).forEach((order, lines) -> {
            OrderRows.Known known = Objects.requireNonNull(byId.get(order));
            Instant placed = Objects.requireNonNullElse(known.placedAt(), known.now());
            for (Stored line : lines.values()) {
                if (assigned.contains(line.id())) {
                    long owed = known.version().deleted() ? 0 : owed(known.state(), line.quantities());
                    Period ever = new Period(placed, known.now().isBefore(placed) ? placed : known.now());
                    stated.add(stated(
                            known,
                            line,
                            owed,
                            kept(owed, line.quantities()),
                            Math.max(
                                    line.quantities().ordered(),
                                    line.quantities().taken()),
                            LinesStated.Story.CHANGED,
                            ever,
                            placed));
                }
            }
        });
        stated.sort(BY_ID);
        return stated;
    }

    private static LinesStated.Line state(OrderChange change, Stored line, @Nullable Stored earlier) {
        Quantities units = line.quantities();
        long owed = owed(change.content().state().name(), units);
        long before = earlier == null
                ? 0
                : Math.max(earlier.quantities().ordered(), earlier.quantities().taken());
        long most = Math.max(before, Math.max(change.most(line.externalId()), units.taken()));
        return stated(
                change.known(),
                line,
                owed,
                kept(owed, units),
                most,
                story(change, line, earlier),
                change.document().changedSince(change.known().version().vendorTime()),
                placed(change, earlier));
    }

    /** A line that is new in a known order was added to it, perhaps just now. */
    private static Instant placed(OrderChange change, @Nullable Stored earlier) {
        Instant held = change.content().heldFrom();
        boolean added = earlier == null && change.known().version().vendorTime() != null;
        Instant stated = change.document().vendorTime();
        return added && stated.isAfter(held) ? stated : held;
    }

    private static LinesStated.Story story(OrderChange change, Stored line, @Nullable Stored earlier) {
        if (earlier == null) {
            return change.isWhole() ? LinesStated.Story.FIRST : LinesStated.Story.CHANGED;
        }
        Quantities before = earlier.quantities();
        Quantities now = line.quantities();
        boolean edited = before.ordered() != now.ordered()
                || before.cancelled() != now.cancelled()
                || before.returned() != now.returned()
                || endedSince(change);
        if (edited || now.taken() < before.taken()) {
            return LinesStated.Story.CHANGED;
        }
        return now.taken() == before.taken() ? LinesStated.Story.SAME_UNITS : LinesStated.Story.TAKEN;
    }

    /** An order that ended may have taken units and put them back, though it holds as many as before. */
    private static boolean endedSince(OrderChange change) {
        return change.content().state() == OrderState.CANCELLED
                && !change.known().state().equals(OrderState.CANCELLED.name());
    }

    private static LinesStated.Line stated(
            OrderRows.Known order,
            Stored line,
            long owed,
            long kept,
            long most,
            LinesStated.Story story,
            Period changed,
            Instant placed) {
        Quantities units = line.quantities();
        return new LinesStated.Line(
                line.id(),
                order.key().connection(),
                line.channelLocation(),
                new Sku(Objects.requireNonNull(line.sku())),
                placed,
                owed,
                units.gone(),
                kept,
                units.taken(),
                most,
                story,
                changed);
    }

    /** An order the channel took units for counts as sold, whatever else its state says. */
    private static long owed(String state, Quantities units) {
        boolean sold =
                state.equals(OrderState.SOLD.name()) || (state.equals(OrderState.UNPAID.name()) && units.taken() > 0);
        return sold ? units.open() : 0;
    }

    private static long kept(long owed, Quantities units) {
        return Math.max(0, units.taken() - owed - units.gone());
    }

    /** A line that a newer document no longer has was edited away; what had left is gone all the same. */
    private void dropVanished(List<OrderChange> accepted, Map<Long, Map<String, Stored>> before) {
        List<Stored> vanished = new ArrayList<>();
        for (OrderChange change : accepted) {
            Set<String> present =
                    change.content().lines().stream().map(OrderLine::externalId).collect(Collectors.toSet());
            before.getOrDefault(change.known().id(), Map.of()).values().stream()
                    .filter(line -> !present.contains(line.externalId()))
                    .forEach(vanished::add);
        }
        if (!vanished.isEmpty()) {
            jdbc.sql("UPDATE order_line SET ordered = 0, cancelled = 0, taken = 0 WHERE id = ANY(:id)")
                    .params(Columns.of(vanished).whole("id", Stored::id).arrays())
                    .update();
        }
    }

    private void upsert(List<OrderChange> accepted) {
        record Row(long order, int position, OrderLine line) {}
        List<Row> lines = new ArrayList<>();
        for (OrderChange change : accepted) {
            int position = 0;
            for (OrderLine line : change.content().lines()) {
                lines.add(new Row(change.known().id(), position++, line));
            }
        }
        jdbc.sql("""
                INSERT INTO order_line AS l (order_id, external_id, position, sku, channel_sku, external_listing,
                    channel_location, stocked, title, ordered, cancelled, shipped, returned, taken, unit_shop, unit_buyer)
                SELECT o, e, p, s, c, x, w, k::boolean, t, q1, q2, q3, q4, q5, us::numeric, ub::numeric
                FROM unnest(:order::bigint[], :external::text[], :position::bigint[], :sku::text[], :channelSku::text[],
                            :listing::text[], :location::text[], :stocked::text[], :title::text[], :ordered::bigint[],
                            :cancelled::bigint[], :shipped::bigint[], :returned::bigint[], :taken::bigint[],
                            :unitShop::text[], :unitBuyer::text[])
                    AS d(o, e, p, s, c, x, w, k, t, q1, q2, q3, q4, q5, us, ub)
                ON CONFLICT (order_id, external_id) DO UPDATE SET position = excluded.position,
                    sku = coalesce(l.sku, excluded.sku), channel_sku = excluded.channel_sku,
                    external_listing = excluded.external_listing, stocked = excluded.stocked, title = excluded.title,
                    ordered = excluded.ordered, cancelled = excluded.cancelled, shipped = excluded.shipped,
                    returned = excluded.returned, taken = excluded.taken, unit_shop = excluded.unit_shop,
                    unit_buyer = excluded.unit_buyer""")
                .params(Columns.of(lines)
                        .whole("order", Row::order)
                        .text("external", row -> row.line().externalId())
                        .whole("position", Row::position)
                        .text("sku", row -> row.line().sku())
                        .text("channelSku", row -> row.line().channelSku())
                        .text("listing", row -> row.line().externalListing())
                        .text("location", row -> row.line().channelLocation())
                        .text("stocked", row -> row.line().stocked())
                        .text("title", row -> row.line().title())
                        .whole("ordered", row -> row.line().quantities().ordered())
                        .whole("cancelled", row -> row.line().quantities().cancelled())
                        .whole("shipped", row -> row.line().quantities().shipped())
                        .whole("returned", row -> row.line().quantities().returned())
                        .whole("taken", row -> row.line().quantities().taken())
                        .text("unitShop", row -> row.line().unit().shop().amount())
                        .text("unitBuyer", row -> row.line().unit().buyer().amount())
                        .arrays())
                .update();
    }

    private Map<Long, Map<String, Stored>> byOrder(List<Long> orders) {
        Map<Long, Map<String, Stored>> lines = new HashMap<>();
        if (!orders.isEmpty()) {
            jdbc.sql("SELECT * FROM order_line WHERE order_id = ANY(:order)")
                    .param("order", orders.toArray(Long[]::new))
                    .query(LineRows::stored)
                    .list()
                    .forEach(line -> lines.computeIfAbsent(line.order(), none -> new HashMap<>())
                            .put(line.externalId(), line));
        }
        return lines;
    }

    private static Stored stored(ResultSet row, int index) throws SQLException {
        return new Stored(
                row.getLong("id"),
                row.getLong("order_id"),
                row.getString("external_id"),
                row.getString("sku"),
                row.getString("channel_location"),
                row.getBoolean("stocked"),
                new Quantities(
                        row.getLong("ordered"),
                        row.getLong("cancelled"),
                        row.getLong("shipped"),
                        row.getLong("returned"),
                        row.getLong("taken")));
    }
}
