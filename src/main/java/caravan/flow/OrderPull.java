package caravan.flow;

import caravan.connector.Manifest;
import caravan.flow.CanonicalOrder.Read;
import caravan.incident.Incidents;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pulls the orders of a channel that changed since a moment. It goes from the last order of a page instead of to the next page
 * number, for orders that change meanwhile leave their place and would push others past the reader.
 */
final class OrderPull {
    private static final Duration AHEAD = Duration.ofHours(1);

    /** What is told about each page, after it was taken in. */
    interface Progress {
        /**
         * Notes progress.
         *
         * @param orders how many were read so far
         * @param reached time of the last one
         */
        void note(long orders, Instant reached);
    }

    private final ChannelCalls channel;
    private final Manifest.Orders rules;
    private final DocumentIntake intake;
    private final Incidents incidents;
    private final DateTimeFormatter format;
    private long read;
    private @Nullable Instant begun;

    OrderPull(ChannelCalls channel, Manifest.Orders rules, DocumentIntake intake, Incidents incidents) {
        this.channel = channel;
        this.rules = rules;
        this.intake = intake;
        this.incidents = incidents;
        this.format = DateTimeFormatter.ofPattern(rules.timeFormat()).withZone(ZoneOffset.UTC);
    }

    /**
     * Pulls everything that changed from a moment on.
     *
     * @return when the pull began, by the channel's clock
     */
    Instant pull(Instant from, Progress progress) throws CallFailed {
        List<Map<String, String>> passes = rules.passes().isEmpty() ? List.of(Map.of()) : rules.passes();
        for (Map<String, String> pass : passes) {
            pull(from, pass, progress);
        }
        if (begun == null) {
            throw new CallFailed(Fault.DEFECT, "The connector states no pass over the orders.");
        }
        return begun;
    }

    /** Where a pass stands. */
    private record Place(Instant from, @Nullable String page) {}

    private void pull(Instant from, Map<String, String> pass, Progress progress) throws CallFailed {
        String to = format.format(Instant.now().plus(AHEAD));
        Place place = new Place(from, null);
        while (place != null) {
            ChannelCalls.Page page = channel.orders(format.format(start(place.from())), to, pass, place.page());
            if (begun == null) {
                begun = page.at().from();
            }
            Instant last = take(page.rows());
            read += page.rows().size();
            progress.note(read, last == null ? place.from() : last);
            place = after(place, page, last);
        }
    }

    private @Nullable Place after(Place place, ChannelCalls.Page page, @Nullable Instant last) {
        if (page.next() == null) {
            return null;
        }
        return last != null && last.isAfter(place.from().plus(rules.grain()))
                ? new Place(last, null)
                : new Place(place.from(), page.next());
    }

    private Instant start(Instant at) {
        return rules.afterStart() ? at.minus(rules.grain()) : at;
    }

    private @Nullable Instant take(List<JsonNode> orders) {
        List<Read> documents = new ArrayList<>();
        Instant last = null;
        for (JsonNode order : orders) {
            try {
                Read document = CanonicalOrder.delivered(channel.connection(), order.toString(), rules.grain());
                documents.add(document);
                last = document.document().vendorTime();
            } catch (UnreadableDocument unreadable) {
                String subject = order.path("externalId").asString("");
                LookWork.keep(incidents, channel.connection(), subject, order, unreadable);
            }
        }
        intake.accept(documents);
        return last;
    }
}
