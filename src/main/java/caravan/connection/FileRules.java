package caravan.connection;

import caravan.connection.RulesGiven.Rule;
import caravan.kernel.Sku;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rules that a file gives a connection, and notes every problem. */
final class FileRules {
    private static final List<String> PARTS = List.of("default", "items");
    private static final List<String> KNOWN = List.of("buffer", "share", "minimum", "maximum");
    private static final Pattern UNITS = Pattern.compile("\\d{1,9}");
    private static final Pattern SHARE = Pattern.compile("0(\\.\\d{1,6})?|1(\\.0{1,6})?");
    private static final Pattern STORABLE = Pattern.compile("[^\\p{Cc}\\p{Cs}]*");

    private final Problems problems;
    private final List<Rule> rules = new ArrayList<>();

    private FileRules(Problems problems) {
        this.problems = problems;
    }

    /** Reads what stands under 'rules', which may be nothing. */
    static List<Rule> read(Fields fields, Problems problems) {
        FileRules reading = new FileRules(problems);
        fields.allow(PARTS);
        if (fields.names().contains("default")) {
            reading.rule(null, "default", fields);
        }
        Fields items = fields.mapping("items");
        for (String name : items.names()) {
            reading.sku(name, items.line(name)).ifPresent(sku -> reading.rule(sku, name, items));
        }
        return reading.rules;
    }

    private Optional<Sku> sku(String name, int line) {
        if (!STORABLE.matcher(name).matches()) {
            problems.add(line, "a SKU must not hold control characters. Remove them.");
            return Optional.empty();
        }
        try {
            return Optional.of(new Sku(name));
        } catch (IllegalArgumentException unusable) {
            problems.add(line, String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    private void rule(@Nullable Sku sku, String name, Fields parent) {
        int before = problems.count();
        Fields fields = parent.mapping(name);
        fields.allow(KNOWN);
        if (fields.names().isEmpty() && problems.count() == before) {
            problems.add(
                    parent.line(name),
                    "the rule of '" + name + "' says nothing. Give it one of: " + String.join(", ", KNOWN)
                            + "; or remove it.");
        }
        Long minimum = units(fields, "minimum");
        Long maximum = units(fields, "maximum");
        if (minimum != null && maximum != null && minimum > maximum) {
            problems.add(
                    fields.line("minimum"),
                    "'minimum' is above 'maximum', so that nothing would ever be shown. Correct one of them.");
        }
        rules.add(new Rule(sku, units(fields, "buffer"), share(fields), minimum, maximum));
    }

    private @Nullable Long units(Fields fields, String name) {
        Optional<String> text = fields.text(name);
        if (text.isPresent() && !UNITS.matcher(text.get()).matches()) {
            problems.add(fields.line(name), "'" + name + "' must be a whole number of units from 0 to 999999999.");
            return null;
        }
        return text.map(Long::valueOf).orElse(null);
    }

    private @Nullable BigDecimal share(Fields fields) {
        Optional<String> text = fields.text("share");
        if (text.isPresent() && !SHARE.matcher(text.get()).matches()) {
            problems.add(
                    fields.line("share"),
                    "'share' must be a number from 0 to 1 with at most 6 decimals, for example 0.5 for half of it.");
            return null;
        }
        return text.map(BigDecimal::new).orElse(null);
    }
}
