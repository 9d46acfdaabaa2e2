package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The functions that mappings have beyond JSLT's own: exact decimals, for JSLT's own arithmetic is floating point, and UTC times.
 * Numbers and decimal strings come in, decimal strings go out.
 */
final class Decimals {
    private static final Pattern FORM = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?");
    private static final Pattern ZONED = Pattern.compile(".*(Z|[+-][0-9]{2}:?[0-9]{2})");
    private static final int LONGEST = 100;
    private static final int MOST_PLACES = 20;

    /** What one function does; a problem is an exception whose message holds no value. */
    @FunctionalInterface
    interface Body {
        JsonNode apply(JsonNode[] arguments);
    }

    /** One function. */
    record Named(String name, int least, int most, Body body) {}

    static final List<Named> FUNCTIONS = List.of(
            new Named("decimal", 1, 1, given -> given[0].isNull() ? NullNode.instance : text(number(given, 0))),
            new Named("add", 2, 50, Decimals::add),
            new Named("subtract", 2, 2, given -> text(number(given, 0).subtract(number(given, 1)))),
            new Named("multiply", 2, 2, given -> text(number(given, 0).multiply(number(given, 1)))),
            new Named("divide", 3, 3, Decimals::divide),
            new Named("negate", 1, 1, given -> text(number(given, 0).negate())),
            new Named("sum", 1, 1, Decimals::sum),
            new Named(
                    "is-zero",
                    1,
                    1,
                    given -> BooleanNode.valueOf(number(given, 0).signum() == 0)),
            new Named("utc", 1, 1, Decimals::utc));

    private Decimals() {}

    private static JsonNode add(JsonNode[] given) {
        BigDecimal total = number(given, 0);
        for (int next = 1; next < given.length; next++) {
            total = total.add(number(given, next));
        }
        return text(total);
    }

    private static JsonNode divide(JsonNode[] given) {
        BigDecimal by = number(given, 1);
        int places = given[2].isIntegralNumber() && given[2].canConvertToInt() ? given[2].intValue() : -1;
        if (places < 0 || places > MOST_PLACES) {
            throw new IllegalArgumentException(
                    "argument 3 must be a number of decimal places from 0 to " + MOST_PLACES);
        }
        if (by.signum() == 0) {
            throw new IllegalArgumentException("argument 2 is zero");
        }
        return text(number(given, 0).divide(by, places, RoundingMode.HALF_UP));
    }

    /** An array that is not there is empty: JSLT leaves empty arrays out. */
    private static JsonNode sum(JsonNode[] given) {
        if (!given[0].isArray() && !given[0].isNull()) {
            throw new IllegalArgumentException("argument 1 must be an array");
        }
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode each : given[0]) {
            total = total.add(number(each, "an element"));
        }
        return text(total);
    }

    private static JsonNode utc(JsonNode[] given) {
        if (given[0].isNull() || (given[0].isTextual() && given[0].textValue().isBlank())) {
            return NullNode.instance;
        }
        String time = given[0].asText().strip().replace(' ', 'T');
        if (ZONED.matcher(time).matches() && time.contains(":")) {
            return TextNode.valueOf(time);
        }
        try {
            LocalDateTime.parse(time);
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("argument 1 must be a time such as 2026-11-22T18:30:00", notATime);
        }
        return TextNode.valueOf(time + "Z");
    }

    private static BigDecimal number(JsonNode[] given, int index) {
        return number(given[index], "argument " + (index + 1));
    }

    private static BigDecimal number(JsonNode given, String name) {
        if (given.isNumber()) {
            BigDecimal number = given.decimalValue();
            if (ExactJson.isBounded(number)) {
                return number;
            }
        } else if (given.isTextual() && given.textValue().length() <= LONGEST) {
            String text = given.textValue().strip();
            if (FORM.matcher(text).matches()) {
                return new BigDecimal(text);
            }
        }
        throw new IllegalArgumentException(
                name + " must be a number or a decimal string" + (given.isNull() ? ", and is missing" : ""));
    }

    private static JsonNode text(BigDecimal number) {
        if (!ExactJson.isBounded(number)) {
            throw new IllegalArgumentException("the result has too many digits");
        }
        return TextNode.valueOf(number.toPlainString());
    }
}
