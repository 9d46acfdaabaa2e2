package caravan.connector;

import caravan.connector.FaultTable.Finding;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** Tells what an answer is: a document, no such thing, or a fault. */
final class AnswerReader {
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final FaultTable faults;

    AnswerReader(FaultTable faults) {
        this.faults = faults;
    }

    /** The answer as JSON, whatever it calls itself; null if it is none. */
    static @Nullable JsonNode parse(RawAnswer raw) {
        byte[] bytes = raw.bytes();
        if (bytes.length == 0) {
            return null;
        }
        try {
            JsonNode body = ExactJson.MAPPER.readTree(bytes);
            return body.isMissingNode() ? null : body;
        } catch (IOException notJson) {
            return null;
        }
    }

    /** Media type of an answer, fit for a page. */
    static String type(RawAnswer raw) {
        String type = raw.header("Content-Type");
        if (type == null) {
            return "no content type";
        }
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return media.matches("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}") ? media : "no known content type";
    }

    /** What was answered, and when by the vendor's clock. */
    record Reading(@Nullable JsonNode body, Period at) {}

    Reading read(
            RawAnswer raw, @Nullable JsonNode body, boolean reads, Set<Integer> absent, Instant began, Instant ended)
            throws CallFailed {
        boolean empty = raw.bytes().length == 0;
        Finding finding = faults.judge(raw, body);
        if (absent.contains(raw.status()) && (finding == null || !finding.byCode())) {
            // A server in between that lost its way does not prove that there is no such thing.
            if (body == null) {
                throw notJson(raw);
            }
            return new Reading(null, at(raw, began, ended));
        }
        if (finding != null) {
            throw finding.failure();
        }
        if (body == null && (!empty || (reads && raw.status() != 204))) {
            throw notJson(raw);
        }
        return new Reading(body, at(raw, began, ended));
    }

    private static CallFailed notJson(RawAnswer raw) {
        String what = raw.bytes().length == 0 ? "nothing" : type(raw) + " that is no JSON";
        return new CallFailed(Fault.UNANSWERED, "Answered " + raw.status() + " with " + what + ".");
    }

    private static Period at(RawAnswer raw, Instant began, Instant ended) {
        String header = raw.header("Date");
        Instant date = header == null ? null : DateUtils.parseStandardDate(header);
        return date == null
                ? new Period(began, ended)
                : new Period(date.minus(Duration.between(began, ended)).minus(GRAIN), date.plus(GRAIN));
    }
}
