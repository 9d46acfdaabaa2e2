package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds the schemas of all documents; says where a document breaks one, never with which value. */
@Component
final class Schemas {
    private static final String PLACE = "https://caravan.invalid/schema/";
    private static final int MOST = 5;
    private static final int LONGEST_PLACE = 120;

    private final Map<Capability, Schema> requests = new EnumMap<>(Capability.class);
    private final Map<Capability, Schema> answers = new EnumMap<>(Capability.class);
    private final Schema order;

    Schemas() {
        SchemaRegistry registry = SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                builder -> builder.schemas(Schemas::read)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        order = load(registry, "order");
        for (Capability capability : Capability.values()) {
            requests.put(capability, load(registry, capability.code() + "-request"));
            answers.put(capability, load(registry, capability.code() + "-answer"));
        }
    }

    /** What is wrong with a request; empty if nothing is. */
    Optional<String> wrongRequest(Capability capability, JsonNode document) {
        return wrong(requests.get(capability), document);
    }

    /** What is wrong with an answer; empty if nothing is. */
    Optional<String> wrongAnswer(Capability capability, JsonNode document) {
        return wrong(answers.get(capability), document);
    }

    /** What is wrong with a canonical order; empty if nothing is. */
    Optional<String> wrongOrder(JsonNode document) {
        return wrong(order, document);
    }

    private static Optional<String> wrong(@Nullable Schema schema, JsonNode document) {
        List<Error> errors = schema == null ? List.of() : schema.validate(document);
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        String first = errors.stream().limit(MOST).map(Schemas::say).collect(Collectors.joining(", "));
        return Optional.of(errors.size() > MOST ? first + " and " + (errors.size() - MOST) + " more" : first);
    }

    /** In words of ours, for the library's quote the value. */
    private static String say(Error error) {
        String at = String.valueOf(error.getInstanceLocation());
        String inside = at.isEmpty() ? "/" : at + "/";
        JsonNode rule = error.getSchemaNode();
        return switch (String.valueOf(error.getKeyword())) {
            case "required" -> quote(inside + error.getProperty()) + " is missing";
            case "additionalProperties" -> quote(inside + error.getProperty()) + " does not belong there";
            case "type" -> quote(at) + " must be of type " + (rule == null ? "another" : ExactJson.text(rule));
            case "enum" -> quote(at) + " must be one of " + rule;
            case "pattern", "format" ->
                quote(at) + " must have the form " + (rule == null ? "?" : ExactJson.text(rule));
            default -> quote(at) + " breaks the rule '" + error.getKeyword() + "' " + rule;
        };
    }

    private static String quote(String place) {
        String shown = place.isEmpty() ? "/" : place;
        return "'" + (shown.length() > LONGEST_PLACE ? shown.substring(0, LONGEST_PLACE) + "..." : shown) + "'";
    }

    private static Schema load(SchemaRegistry registry, String name) {
        Schema schema = registry.getSchema(SchemaLocation.of(PLACE + name + ".json"));
        schema.initializeValidators();
        return schema;
    }

    private static @Nullable String read(String address) {
        if (!address.startsWith(PLACE)) {
            return null;
        }
        String file = "/schema/" + address.substring(PLACE.length());
        try (InputStream in = Schemas.class.getResourceAsStream(file)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
