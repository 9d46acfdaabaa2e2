package caravan.flow;

import caravan.connector.ConnectorCalls;
import caravan.connector.Manifest;
import caravan.flow.CanonicalOrder.Read;
import caravan.incident.Incidents;
import caravan.intake.Sifting;
import caravan.kernel.CallFailed;
import caravan.order.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pulls the orders of a channel that changed since a moment. Where pages only have numbers it goes from the last order of a page
 * instead of to the next number, for orders that change meanwhile leave their place and would push others past the reader. It
 * does the same where the vendor brings no more pages of one list. An order that cannot be taken in is kept as an incident and
 * holds up no other.
 */
final class OrderPull {
    private final ChannelCalls channel;
    private final Manifest.Orders rules;
    private final DocumentIntake intake;
    private final Incidents incidents;
    private final DateTimeFormatter format;
    private @Nullable Instant begun;
    private @Nullable Instant contradicted;

    OrderPull(ChannelCalls channel, Manifest.Orders rules, DocumentIntake intake, Incidents incidents) {
        this.channel = channel;
        this.rules = rules;
        this.intake = intake;
        this.incidents = incidents;
        this.format = DateTimeFormatter.ofPattern(rules.timeFormat()).withZone(ZoneOffset.UTC);
    }

    /** When the pull began, by the channel's clock; null before its first page. */
    @Nullable
    Instant begun() {
        return begun;
    }

    /**
     * When the first order changed whose document contradicts what is known without being newer, by the channel's clock; null if
     * none does. Such an order is read yet, so this pull has not told what it holds.
     */
    @Nullable
    Instant contradicted() {
        return contradicted;
    }

    /**
     * Where a pull stands.
     *
     * @param pass which pass over the orders, from 0
     * @param page asks for a further page of the orders since {@code from}; null for the first
     * @param read how many orders since {@code from} have been read
     */
    record Place(int pass, Instant from, @Nullable String page, int read) {
        /** The first page of the orders since a moment. */
        static Place first(int pass, Instant from) {
            return new Place(pass, from, null, 0);
        }
    }

    /**
     * What one page brought.
     *
     * @param orders how many orders, those that could not be read included
     * @param taken what became of those that could be read
     * @param reached when the last of its orders changed
     * @param next null after the last page of the last pass
     */
    record Step(
            int orders,
            List<Taken> taken,
            Instant reached,
            @Nullable Place next) {}

    /**
     * What became of one order.
     *
     * @param order the channel's id
     */
    record Taken(String order, Verdict verdict) {}

    /**
     * Takes in the page at a place.
     *
     * @param since where the next pass begins
     * @param until orders that changed later by the channel's clock are left out; null for none. That clock may be hours from the
     *     hub's, so the hub's now is no bound: before it, all that the channel sells may be in its future
     */
    Step step(Instant since, @Nullable Instant until, Place place) throws CallFailed {
        List<Map<String, String>> passes = passes();
        ChannelCalls.Page page = channel.orders(
                format.format(start(place.from())),
                until == null ? null : format.format(until),
                passes.get(place.pass()),
                place.page());
        if (begun == null) {
            begun = page.at().from();
        }
        List<Read> documents = read(page.rows());
        List<Taken> taken = take(documents, page.rows());
        Instant last = documents.isEmpty()
                ? null
                : documents.get(documents.size() - 1).document().vendorTime();
        Place next = after(place, page, last);
        if (next == null && place.pass() + 1 < passes.size()) {
            next = Place.first(place.pass() + 1, since);
        }
        return new Step(page.rows().size(), taken, last == null ? place.from() : last, next);
    }

    private List<Map<String, String>> passes() {
        return rules.passes().isEmpty() ? List.of(Map.of()) : rules.passes();
    }

    private @Nullable Place after(Place place, ChannelCalls.Page page, @Nullable Instant last) {
        if (page.next() == null) {
            return null;
        }
        int rows = page.rows().size();
        boolean anew = !rules.steadyPages() || isFull(place.read() + rows, rows);
        return anew && last != null && last.isAfter(place.from().plus(rules.grain()))
                ? Place.first(place.pass(), last)
                : new Place(place.pass(), place.from(), page.next(), place.read() + rows);
    }

    /** Whether the list may not bring another page, so that one that begins later has to. */
    private boolean isFull(int read, int rows) {
        return rules.most() > 0 && read + rows > rules.most();
    }

    private Instant start(Instant at) {
        return rules.afterStart() ? at.minus(rules.grain()) : at;
    }

    private List<Read> read(List<JsonNode> orders) {
        List<Read> documents = new ArrayList<>();
        for (JsonNode order : orders) {
            try {
                if (order instanceof ObjectNode object && object.has(ConnectorCalls.REFUSED)) {
                    throw new UnreadableDocument(
                            object.remove(ConnectorCalls.REFUSED).asString(""));
                }
                documents.add(CanonicalOrder.listed(channel.connection(), order.toString(), rules.grain()));
            } catch (UnreadableDocument unreadable) {
                String subject = order.path("externalId").asString("");
                LookWork.keep(incidents, channel.connection(), subject, order, unreadable);
            }
        }
        return documents;
    }

    private List<Taken> take(List<Read> documents, List<JsonNode> rows) {
        List<Taken> taken = new ArrayList<>();
        Exception away = Sifting.all(
                documents,
                portion -> {
                    try {
                        List<Verdict> verdicts = intake.accept(portion);
                        for (int index = 0; index < portion.size(); index++) {
                            note(portion.get(index), verdicts.get(index));
                            taken.add(new Taken(id(portion.get(index)), verdicts.get(index)));
                        }
                        return null;
                    } catch (RuntimeException refused) {
                        return refused;
                    }
                },
                (document, why) -> keep(id(document), rows, why));
        if (away instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return taken;
    }

    private void keep(String order, List<JsonNode> rows, Exception why) {
        rows.stream()
                .filter(row -> row.path("externalId").asString("").equals(order))
                .forEach(row -> LookWork.keep(
                        incidents,
                        channel.connection(),
                        order,
                        row,
                        new UnreadableDocument(
                                "It was refused with " + why.getClass().getSimpleName() + ".")));
    }

    private static String id(Read document) {
        return document.document().key().externalId();
    }

    private void note(Read read, Verdict verdict) {
        Instant changed = read.document().vendorTime();
        if (verdict == Verdict.LOOK && (contradicted == null || changed.isBefore(contradicted))) {
            contradicted = changed;
        }
    }
}
