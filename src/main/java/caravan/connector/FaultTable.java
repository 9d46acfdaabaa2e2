package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a vendor's answers mean: the manifest's rules in their order, then what HTTP says. */
final class FaultTable {
    private static final int MOST_REASONS = 5;

    /**
     * An answer that is a fault.
     *
     * @param byCode whether a rule about the vendor's own code says so
     */
    record Finding(CallFailed failure, boolean byCode) {}

    private record Rule(List<String> statuses, @Nullable Pattern code, Fault fault, Duration leave) {
        boolean holds(String status, String said) {
            boolean right = statuses.isEmpty()
                    || statuses.stream()
                            .anyMatch(wish ->
                                    wish.equals(status) || (wish.endsWith("xx") && wish.charAt(0) == status.charAt(0)));
            return right && (code == null || code.matcher(said).matches());
        }
    }

    private final List<Rule> rules;
    private final @Nullable JsonPointer list;
    private final @Nullable JsonPointer code;
    private final @Nullable JsonPointer message;
    private final Redaction redaction;

    FaultTable(Manifest manifest, Redaction redaction) {
        this.rules = manifest.faults().stream()
                .map(rule -> new Rule(
                        rule.statuses(),
                        rule.code() == null ? null : Pattern.compile(rule.code()),
                        rule.fault(),
                        rule.leave()))
                .toList();
        this.list = pointer(manifest.error().list());
        this.code = pointer(manifest.error().code());
        this.message = pointer(manifest.error().message());
        this.redaction = redaction;
    }

    /** Null if the call worked. {@code body} is null if the answer is not JSON. */
    @Nullable
    Finding judge(RawAnswer raw, @Nullable JsonNode body) {
        JsonNode errors = body == null || list == null ? MissingNode.getInstance() : body.at(list);
        boolean listed = errors.isContainerNode()
                ? !errors.isEmpty()
                : errors.isTextual() && !errors.asText().isBlank();
        if (raw.ok() && !listed) {
            return null;
        }
        JsonNode error = place(body, errors);
        String said = text(error, code);
        String reason = text(error, message);
        String text = reason.isEmpty() ? spoken(errors) : reason;
        String status = Integer.toString(raw.status());
        for (Rule rule : rules) {
            if (rule.holds(status, said)) {
                return new Finding(failure(rule.fault(), rule.leave(), raw, said, text), rule.code() != null);
            }
        }
        return new Finding(failure(usual(raw.status()), Duration.ZERO, raw, said, text), false);
    }

    /** A failure in the terms of HTTP alone. */
    static Fault usual(int status) {
        if (status == 401 || status == 403) {
            return Fault.MISCONFIGURED;
        } else if (status == 408 || status == 425 || status == 429) {
            return Fault.THROTTLED;
        } else if (status >= 500) {
            return Fault.UNANSWERED;
        } else if (status >= 400) {
            return Fault.REFUSED;
        }
        // A redirect means that the address is another one; an error under 200 that no rule knows may have been a yes
        // in part.
        return status >= 300 ? Fault.MISCONFIGURED : Fault.DEFECT;
    }

    private CallFailed failure(Fault fault, Duration leave, RawAnswer raw, String said, String text) {
        Duration asked = RetryAfter.of(raw.header("Retry-After"), raw.header("Date"));
        StringBuilder detail = new StringBuilder("Answered ").append(raw.status());
        if (!said.isEmpty() || !text.isEmpty()) {
            detail.append(": ")
                    .append(said)
                    .append(said.isEmpty() || text.isEmpty() ? "" : ", ")
                    .append(text);
        } else if (raw.status() >= 300 && raw.status() < 400) {
            detail.append(", a redirect, which is not followed. Is the address of the connection the final one?");
        } else {
            detail.append(" (").append(AnswerReader.type(raw)).append(')');
        }
        return new CallFailed(fault, redaction.text(detail.toString()), asked.compareTo(leave) > 0 ? asked : leave);
    }

    private JsonNode place(@Nullable JsonNode body, JsonNode errors) {
        if (body == null) {
            return MissingNode.getInstance();
        }
        return list == null ? body : errors.isArray() ? errors.path(0) : errors;
    }

    private static String text(JsonNode error, @Nullable JsonPointer place) {
        JsonNode found = place == null ? MissingNode.getInstance() : error.at(place);
        return found.isValueNode() ? found.asText("") : "";
    }

    /** Errors that are a text, texts, or texts by what they are about, instead of a list of objects. */
    private static String spoken(JsonNode errors) {
        List<String> reasons = new ArrayList<>();
        if (errors.isObject()) {
            errors.properties()
                    .forEach(field -> texts(field.getValue()).stream()
                            .map(text -> field.getKey() + " " + text)
                            .forEach(reasons::add));
        } else {
            reasons.addAll(texts(errors));
        }
        return reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("; "));
    }

    private static List<String> texts(JsonNode place) {
        if (place.isTextual()) {
            return List.of(place.asText());
        }
        return StreamSupport.stream(place.spliterator(), false)
                .filter(JsonNode::isTextual)
                .limit(MOST_REASONS)
                .map(JsonNode::asText)
                .toList();
    }

    private static @Nullable JsonPointer pointer(@Nullable String text) {
        return text == null || text.isEmpty() ? null : JsonPointer.compile(text);
    }
}
