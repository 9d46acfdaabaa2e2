package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.Money;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What accepted documents change of orders that were known before, in words and without personal data. */
@Component
class OrderDifference {
    /** An order can have hundreds of lines; its document is kept as it came, too. */
    private static final int MOST = 20;

    private static final String STORED = """
            SELECT id AS order_id, '' AS line, 'state' AS aspect, state AS value, NULL AS sku FROM orders WHERE id = ANY(:id)
            UNION ALL SELECT id, '', 'payment', payment, NULL FROM orders WHERE id = ANY(:id)
            UNION ALL SELECT id, '', 'total', total_shop || ' ' || shop_currency, NULL FROM orders WHERE id = ANY(:id)
            UNION ALL SELECT id, '', 'refunded', refunded_shop || ' ' || shop_currency, NULL FROM orders WHERE id = ANY(:id)
            UNION ALL SELECT id, '', 'note', note, NULL FROM orders WHERE id = ANY(:id)
            UNION ALL SELECT c.order_id, '', lower(c.kind), sum(c.shop) || ' ' || o.shop_currency, NULL
                FROM order_charge c JOIN orders o ON o.id = c.order_id
                WHERE c.order_id = ANY(:id) AND c.kind <> 'ROUNDING' GROUP BY c.order_id, c.kind, o.shop_currency
            UNION ALL SELECT order_id, '', role, concat_ws(chr(31), name, company, street, city, region, postcode, country,
                    email, phone), NULL
                FROM order_party WHERE order_id = ANY(:id)
            UNION ALL SELECT l.order_id, l.external_id, v.aspect, v.value, coalesce(l.sku, nullif(l.channel_sku, ''))
                FROM order_line l JOIN orders o ON o.id = l.order_id
                CROSS JOIN LATERAL (VALUES ('ordered', l.ordered::text), ('cancelled', l.cancelled::text),
                    ('shipped', l.shipped::text), ('returned', l.returned::text),
                    ('price', l.unit_shop || ' ' || o.shop_currency)) AS v(aspect, value)
                WHERE l.order_id = ANY(:id)""";

    /** One thing an order says of itself or of one of its lines. */
    private record Fact(String line, String aspect) {}

    private record Value(String text, @Nullable String sku) {}

    private final JdbcClient jdbc;

    OrderDifference(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Compares accepted documents with what is stored, before they are written; orders that are new have no entry. */
    List<OrderTimeline.Entry> of(List<OrderChange> accepted) {
        List<OrderChange> known = accepted.stream()
                .filter(change -> change.known().version().vendorTime() != null)
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        Map<Long, Map<Fact, Value>> stored = stored(known);
        List<OrderTimeline.Entry> entries = new ArrayList<>();
        for (OrderChange change : known) {
            long order = change.known().id();
            List<String> words = words(stored.getOrDefault(order, Map.of()), stated(change.content()));
            if (!words.isEmpty()) {
                entries.add(new OrderTimeline.Entry(order, "change", sentence(words)));
            }
        }
        return entries;
    }

    private Map<Long, Map<Fact, Value>> stored(List<OrderChange> known) {
        Map<Long, Map<Fact, Value>> stored = new HashMap<>();
        jdbc.sql(STORED)
                .params(Columns.of(known)
                        .whole("id", change -> change.known().id())
                        .arrays())
                .query(row -> {
                    Fact fact = new Fact(row.getString("line"), row.getString("aspect"));
                    String text = Objects.requireNonNullElse(row.getString("value"), "");
                    stored.computeIfAbsent(row.getLong("order_id"), none -> new LinkedHashMap<>())
                            .put(fact, new Value(isAmount(fact) ? amount(text) : text, row.getString("sku")));
                });
        return stored;
    }

    private static Map<Fact, Value> stated(OrderContent content) {
        Map<Fact, Value> facts = new LinkedHashMap<>();
        put(facts, "state", content.state().name());
        put(facts, "payment", content.payment().name());
        put(facts, "total", amount(content.total().shop()));
        put(facts, "refunded", amount(content.refunded().shop()));
        put(facts, "note", content.note());
        Map<Charge.Kind, Money> charges = new EnumMap<>(Charge.Kind.class);
        content.charges()
                .forEach(charge -> charges.merge(charge.kind(), charge.amount().shop(), Money::plus));
        charges.remove(Charge.Kind.ROUNDING);
        charges.forEach((kind, sum) -> put(facts, kind.name().toLowerCase(Locale.ROOT), amount(sum)));
        content.parties().forEach(party -> put(facts, party.role().name(), party.key()));
        for (OrderLine line : content.lines()) {
            Quantities units = line.quantities();
            put(facts, line, "ordered", String.valueOf(units.ordered()));
            put(facts, line, "cancelled", String.valueOf(units.cancelled()));
            put(facts, line, "shipped", String.valueOf(units.shipped()));
            put(facts, line, "returned", String.valueOf(units.returned()));
            put(facts, line, "price", amount(line.unit().shop()));
        }
        return facts;
    }

    private static void put(Map<Fact, Value> facts, String aspect, String text) {
        facts.put(new Fact("", aspect), new Value(text, null));
    }

    private static void put(Map<Fact, Value> facts, OrderLine line, String aspect, String text) {
        String channelSku = line.channelSku().isEmpty() ? null : line.channelSku();
        String sku = line.sku() == null ? channelSku : line.sku().value();
        facts.put(new Fact(line.externalId(), aspect), new Value(text, sku));
    }

    private static List<String> words(Map<Fact, Value> stored, Map<Fact, Value> stated) {
        List<String> words = new ArrayList<>();
        stated.forEach((fact, now) -> {
            Value before = stored.get(fact);
            if (before == null || !before.text().equals(now.text())) {
                add(words, fact, before, now);
            }
        });
        stored.forEach((fact, before) -> {
            if (!stated.containsKey(fact)) {
                add(words, fact, before, null);
            }
        });
        return words;
    }

    private static void add(List<String> words, Fact fact, @Nullable Value before, @Nullable Value now) {
        switch (fact.aspect()) {
            case "note", "CUSTOMER" -> words.add(word(fact.aspect()) + " changed");
            case "BILLING", "SHIPPING" -> words.add(word(fact.aspect()) + " address changed");
            default -> {
                if (fact.line().isEmpty()) {
                    words.add(fact.aspect() + " " + step(before, now));
                } else if (fact.aspect().equals("ordered")) {
                    line(words, fact, before, now);
                } else if (before != null && now != null) {
                    words.add(name(fact, now) + " " + fact.aspect() + " " + step(before, now));
                }
            }
        }
    }

    private static void line(List<String> words, Fact fact, @Nullable Value before, @Nullable Value now) {
        if (now != null) {
            words.add(name(fact, now) + " "
                    + (before == null ? "added, " + now.text() + " ordered" : "ordered " + step(before, now)));
        } else if (before != null && !before.text().equals("0")) {
            words.add(name(fact, before) + " taken out, " + before.text() + " were ordered");
        }
    }

    private static String name(Fact fact, Value value) {
        return value.sku() == null ? "line " + fact.line() : "'" + value.sku() + "'";
    }

    private static String step(@Nullable Value before, @Nullable Value now) {
        return (before == null ? "none" : word(before.text())) + " → " + (now == null ? "none" : word(now.text()));
    }

    /** Names of states and kinds are capitals and underscores; amounts are not touched. */
    private static String word(String text) {
        return text.chars().anyMatch(Character::isDigit)
                ? text
                : text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String sentence(List<String> words) {
        int more = words.size() - MOST;
        String all = String.join("; ", more > 0 ? words.subList(0, MOST) : words);
        return all + (more > 0 ? "; and " + more + " more" : "");
    }

    private static boolean isAmount(Fact fact) {
        return switch (fact.aspect()) {
            case "total", "refunded", "price", "tax", "discount", "shipping", "fee" -> true;
            default -> false;
        };
    }

    private static String amount(String stored) {
        int space = stored.indexOf(' ');
        return space < 0 ? stored : amount(Money.of(stored.substring(0, space), stored.substring(space + 1)));
    }

    private static String amount(Money money) {
        int digits = Math.max(money.amount().scale(), money.currency().getDefaultFractionDigits());
        return money.amount().setScale(Math.max(0, digits)).toPlainString() + " " + money.currency();
    }
}
