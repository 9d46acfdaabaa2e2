package caravan.sandbox.woocommerce;

import caravan.sandbox.woocommerce.RestError.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object a caller sent, read strictly: every problem is collected, {@link #check} tells them all.
 *
 * <p>A real shop passes over fields it does not know. This one refuses them, because a misspelt field is a defect.
 */
final class Fields {
    private final ObjectNode given;
    private final String path;
    private final Map<String, Problem> problems;

    Fields(ObjectNode given, Set<String> known) {
        this(given, "", known, new LinkedHashMap<>());
    }

    private Fields(ObjectNode given, String path, Set<String> known, Map<String, Problem> problems) {
        this.given = given;
        this.path = path;
        this.problems = problems;
        for (String name : given.propertyNames()) {
            if (!known.contains(name)) {
                problem(name, "sandbox_unknown_field", " is not a field this pretend store knows.");
            }
        }
    }

    boolean has(String name) {
        return given.has(name);
    }

    boolean isNull(String name) {
        return given.path(name).isNull();
    }

    @Nullable
    Integer integer(String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            return value.intValue();
        }
        if (value.isString() && value.stringValue().matches("-?\\d{1,9}")) {
            return Integer.valueOf(value.stringValue());
        }
        wrongType(name, "integer");
        return null;
    }

    @Nullable
    Long id(String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        wrongType(name, "integer");
        return null;
    }

    @Nullable
    String text(String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            wrongType(name, "string");
            return null;
        }
        return value.stringValue();
    }

    @Nullable
    String choice(String name, Set<String> choices) {
        String value = text(name);
        if (value != null && !choices.contains(value)) {
            problem(name, "rest_not_in_enum", " is not one of " + String.join(", ", choices) + ".");
        }
        return value;
    }

    /** Money as callers write it, in a string or a number. */
    @Nullable
    BigDecimal amount(String name, boolean numberToo) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isNumber() && numberToo) {
            return value.decimalValue();
        }
        if (value.isString() && value.stringValue().matches("-?\\d{1,12}(\\.\\d{1,8})?")) {
            return new BigDecimal(value.stringValue());
        }
        wrongType(name, numberToo ? "number" : "string");
        return null;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        wrongType(name, "boolean");
        return null;
    }

    /** The objects of a list. */
    List<Fields> objects(String name, Set<String> known) {
        List<Fields> list = new ArrayList<>();
        JsonNode values = given.path(name);
        if (!values.isMissingNode() && !values.isArray()) {
            wrongType(name, "array");
            return list;
        }
        for (JsonNode value : values) {
            String place = path + name + "[" + list.size() + "]";
            if (value instanceof ObjectNode object) {
                list.add(new Fields(object, place, known, problems));
            } else {
                problems.put(place, new Problem("rest_invalid_type", place + " is not of type object."));
            }
        }
        return list;
    }

    /** An object of texts, such as an address. */
    @Nullable
    Fields object(String name, Set<String> known) {
        JsonNode value = given.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object, path + name, known, problems);
        }
        wrongType(name, "object");
        return null;
    }

    /** Metadata rows: a key, any value. */
    @Nullable
    JsonNode meta() {
        if (!has("meta_data")) {
            return null;
        }
        for (Fields row : objects("meta_data", Set.of("id", "key", "value"))) {
            String key = row.text("key");
            if (key == null || key.isEmpty()) {
                row.problem("key", "rest_property_required", " is a required property.");
            }
        }
        return given.get("meta_data");
    }

    void problem(String name, String code, String rest) {
        String place = path.isEmpty() ? name : path + "[" + name + "]";
        problems.putIfAbsent(place, new Problem(code, place + rest));
    }

    private void wrongType(String name, String type) {
        problem(name, "rest_invalid_type", " is not of type " + type + ".");
    }

    /** Refuses the object if anything in it, or in an object inside, was wrong. */
    void check() {
        if (!problems.isEmpty()) {
            throw RestError.invalidParameters(problems);
        }
    }
}
