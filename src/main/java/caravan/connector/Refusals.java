package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds what a vendor refused in documents that mappings made of its answers. */
final class Refusals {
    private static final Redaction PLAIN = new Redaction(List.of());

    private Refusals() {}

    /**
     * What was refused, with the vendor's reason.
     *
     * @param document says {@code refused}, or has rows with an {@code outcome} each, of which {@code confirmed} alone is a yes
     * @return null if nothing was
     */
    static @Nullable CallFailed in(JsonNode document) {
        if (document.path("refused").isTextual()) {
            return new CallFailed(
                    Fault.REFUSED, PLAIN.text(document.path("refused").asText()));
        }
        List<JsonNode> rows = StreamSupport.stream(document.path("rows").spliterator(), false)
                .filter(row -> row.path("outcome").isTextual())
                .toList();
        List<JsonNode> not = rows.stream()
                .filter(row -> !row.path("outcome").asText().equals("confirmed"))
                .toList();
        return not.isEmpty() ? null : failure(not, rows.size());
    }

    /** The worst of them counts: a no, then what nobody knows, then what may do later. */
    private static CallFailed failure(List<JsonNode> not, int all) {
        Fault fault = not.stream()
                .map(row -> fault(row.path("outcome").asText()))
                .min(Comparator.comparingInt(List.of(Fault.REFUSED, Fault.UNANSWERED, Fault.THROTTLED)::indexOf))
                .orElse(Fault.REFUSED);
        JsonNode worst = Objects.requireNonNull(not.stream()
                .filter(row -> fault(row.path("outcome").asText()) == fault)
                .findFirst()
                .orElse(null));
        String detail = worst.path("detail").asText("");
        return new CallFailed(
                fault,
                PLAIN.text(not.size() + " of " + all + " rows not done: "
                        + worst.path("outcome").asText() + (detail.isEmpty() ? "." : ", " + detail)));
    }

    private static Fault fault(String outcome) {
        return switch (outcome) {
            case "refused", "unmanaged" -> Fault.REFUSED;
            case "stale", "throttled" -> Fault.THROTTLED;
            default -> Fault.UNANSWERED;
        };
    }
}
