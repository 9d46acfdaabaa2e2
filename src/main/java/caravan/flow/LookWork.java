package caravan.flow;

import caravan.connector.Capability;
import caravan.flow.CanonicalOrder.Read;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import caravan.link.Duties;
import caravan.link.Lease;
import caravan.link.Looks;
import caravan.link.Looks.Look;
import caravan.order.OrderKey;
import caravan.order.OrderView;
import caravan.order.Orders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Reads single things at a vendor because something hinted at them. */
final class LookWork implements Chore {
    private static final Logger log = LoggerFactory.getLogger(LookWork.class);

    static final String ORDER = "order";
    static final String LISTING = "listing";

    private static final int MOST = 10;
    /** Listings may wait for an order to be read before they are raised, so the first tries follow soon. */
    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));

    private static final Duration CATALOGUE_REST = Duration.ofMinutes(1);

    /** What looks are answered with. */
    record Parts(
            JdbcClient jdbc,
            Looks looks,
            FailingLooks ends,
            DocumentIntake intake,
            Orders orders,
            OrderView view,
            Listings listings,
            Readings readings,
            Duties duties,
            Incidents incidents) {}

    private final ChannelCalls channel;
    private final Duration grain;
    private final boolean absentProvesGone;
    private final Parts parts;

    /**
     * Looks of one channel.
     *
     * @param absentProvesGone whether an order the channel does not find is deleted
     */
    LookWork(ChannelCalls channel, Duration grain, boolean absentProvesGone, Parts parts) {
        this.channel = channel;
        this.grain = grain;
        this.absentProvesGone = absentProvesGone;
        this.parts = parts;
    }

    @Override
    public boolean doNext(Lease lease) throws CallFailed {
        List<Look> looks = parts.looks.claim(channel.connection(), lease.epoch(), MOST);
        for (Look look : looks) {
            if (!lease.allowsCall()) {
                return false;
            }
            try {
                make(look);
                parts.ends.done(look);
            } catch (CallFailed failure) {
                fail(look, failure);
                if (failure.fault() == Fault.MISCONFIGURED) {
                    throw failure;
                }
            } catch (OwnershipEnded ended) {
                throw ended;
            } catch (RuntimeException defect) {
                log.error(
                        "A look at '{}' of connection '{}' met a defect of ours",
                        look.subject(),
                        look.connection(),
                        defect);
                fail(
                        look,
                        new CallFailed(
                                Fault.DEFECT,
                                "Failed with " + defect.getClass().getSimpleName()
                                        + "; the hub's log has the details."));
            }
        }
        return !looks.isEmpty();
    }

    private void fail(Look look, CallFailed failure) {
        parts.ends.failed(look, failure, RETRY.after(look.attempts(), failure.waitAtLeast()));
    }

    private void make(Look look) throws CallFailed {
        if (look.kind().equals(LISTING)) {
            hint(look);
        } else if (channel.can(Capability.ORDER_READ)) {
            read(look);
        }
    }

    private void hint(Look look) {
        List<Long> meant = parts.listings.find(look.connection(), look.subject());
        if (!meant.isEmpty()) {
            parts.readings.hint(meant);
        } else if (isOld(look.connection())) {
            parts.duties.mark(look.connection(), DutyWork.CATALOGUE);
        }
    }

    /** A product that is no listing of ours says "changed" at each of its sales; the whole catalogue is not read each time. */
    private boolean isOld(ConnectionId connection) {
        Instant since = Instant.now().minus(CATALOGUE_REST);
        return parts.duties.of(connection).stream()
                .filter(duty -> duty.kind().equals(DutyWork.CATALOGUE))
                .map(Duties.State::doneAt)
                .anyMatch(done -> done != null && done.isBefore(since));
    }

    private void read(Look look) throws CallFailed {
        Instant since = parts.jdbc
                .sql("SELECT clock_timestamp()")
                .query((row, index) -> row.getTimestamp(1).toInstant())
                .single();
        JsonNode order = channel.order(look.subject());
        if (order == null) {
            miss(new OrderKey(look.connection(), look.subject()));
            return;
        }
        parts.incidents.close(
                List.of(Findings.notFound(new OrderKey(look.connection(), look.subject()))), "The order was read.");
        try {
            Read read = CanonicalOrder.present(look.connection(), order.toString(), grain, since);
            parts.intake.accept(List.of(read));
        } catch (DataIntegrityViolationException refused) {
            keep(
                    parts.incidents,
                    look.connection(),
                    look.subject(),
                    order,
                    new UnreadableDocument(
                            "It was refused with " + refused.getClass().getSimpleName() + "."));
        } catch (UnreadableDocument unreadable) {
            keep(parts.incidents, look.connection(), look.subject(), order, unreadable);
        }
    }

    /** What is not proven is not booked: units still owed to a customer would be offered for sale again. */
    private void miss(OrderKey order) {
        if (absentProvesGone) {
            parts.orders.delete(order);
        } else if (parts.view.find(order).map(known -> !known.deleted()).orElse(true)) {
            parts.incidents.raise(List.of(new Finding(
                    IncidentKind.ORDER_NOT_FOUND,
                    order.connection().value(),
                    order.externalId(),
                    "Order '" + order.externalId() + "' of connection '" + order.connection() + "' cannot be read",
                    "The channel does not find it: it was deleted, or the hub's app may not see it, for example because of"
                            + " its age. Nothing was booked. Let the app read all orders (the connector's README names the"
                            + " permission), then read it again; or treat it as deleted.",
                    Map.of())));
        }
    }

    /** Keeps an order that was read and could not be used, so that it is neither lost nor in the way of others. */
    static void keep(
            Incidents incidents, ConnectionId connection, String subject, JsonNode order, UnreadableDocument why) {
        incidents.raise(
                new Finding(
                        IncidentKind.UNREADABLE_MESSAGE,
                        connection.value(),
                        "order/" + subject,
                        "Order '" + subject + "' of connection '" + connection + "' could not be used",
                        why.getMessage() + " What was read is kept here; mend the cause, then read the order again.",
                        subject.isEmpty() ? Map.of() : Map.of("order", subject)),
                order.toString().getBytes(StandardCharsets.UTF_8));
    }
}
