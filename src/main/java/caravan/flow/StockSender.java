package caravan.flow;

import caravan.flow.StockSink.RowAnswer;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Failure;
import caravan.inventory.StockWrites.Leftover;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.link.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one connection's stock writes under one lease. The row is committed before the call; what became of it is committed
 * after. Several threads may send different writes.
 */
final class StockSender {
    private static final Logger log = LoggerFactory.getLogger(StockSender.class);
    /** How often a keyed write is repeated at once before its rows are left in doubt. */
    private static final int REPEATS = 3;

    private final StockSink sink;
    private final Lease lease;
    private final StockWrites writes;
    private final Incidents incidents;
    private final Backoff backoff;
    private final AtomicInteger failures = new AtomicInteger();
    private final PutOffRows putOff = new PutOffRows();
    private volatile boolean leftOpen;

    StockSender(StockSink sink, Lease lease, StockWrites writes, Incidents incidents, Backoff backoff) {
        this.sink = sink;
        this.lease = lease;
        this.writes = writes;
        this.incidents = incidents;
        this.backoff = backoff;
    }

    /**
     * Sends the next write, if one is due.
     *
     * @return whether there was one
     */
    boolean sendNext() {
        Optional<Write> next = open();
        next.ifPresent(this::send);
        return next.isPresent();
    }

    /** Opens the next write, if one is due and may be sent; {@link #send(Write)} has to follow. */
    Optional<Write> open() {
        return lease.allowsCall()
                ? writes.open(lease.connection(), lease.epoch(), sink.rowsPerCall())
                : Optional.empty();
    }

    int rowsPerCall() {
        return sink.rowsPerCall();
    }

    /** Sends a write that was just opened. */
    void send(Write write) {
        send(write, null);
    }

    /** Whether a write was left open because the lease came to its end; no call of this epoch settles it any more. */
    boolean hasLeftOpen() {
        return leftOpen;
    }

    /**
     * Settles what an older owner left open: by its key while the vendor surely remembers it, by looking it up, or as doubt.
     */
    void settleLeftovers() {
        if (!lease.allowsCall()) {
            return;
        }
        for (Leftover leftover : writes.takeOver(lease.connection(), lease.epoch(), sink.timeout())) {
            Write left = leftover.write();
            log.info("Write {} of connection '{}' was left open by an older owner", left.id(), lease.connection());
            CallFailed unanswered = new CallFailed(Fault.UNANSWERED, "The owner ended before the vendor answered.");
            // A call may take its time before the vendor sees it, and so may each of its repeats.
            Duration latest = sink.timeout().multipliedBy(REPEATS + 1L);
            if (sink.isKeyed() && leftover.age().plus(latest).compareTo(sink.keyMemory()) < 0) {
                send(left, unanswered);
            } else {
                lookUp(left, unanswered);
            }
        }
    }

    /**
     * Sends a write, and repeats it under its key while it is unanswered.
     *
     * @param unanswered why an earlier call of this write may have been done, or null if there was none. From then on that a
     *     repeat did not arrive says nothing about the earlier call; only a refusal under the same key does
     */
    private void send(Write write, @Nullable CallFailed unanswered) {
        CallFailed doubt = unanswered;
        for (int attempt = 0; attempt <= REPEATS; attempt++) {
            if (!lease.allowsCall()) {
                leftOpen = true;
                return;
            }
            try {
                record(write, call(write));
                return;
            } catch (CallFailed failure) {
                boolean isUnanswered = failure.fault() == Fault.UNANSWERED;
                if (failure.fault() == Fault.REFUSED || (doubt == null && !isUnanswered)) {
                    fail(write, write.rows(), failure);
                    return;
                }
                doubt = doubt == null ? failure : doubt;
                if (!isUnanswered || !sink.isKeyed()) {
                    break;
                }
            }
        }
        if (doubt != null) {
            lookUp(write, doubt);
        }
    }

    private Map<Long, RowAnswer> call(Write write) throws CallFailed {
        try {
            return sink.send(write);
        } catch (RuntimeException defect) {
            log.error("Write {} of connection '{}' met a defect of ours", write.id(), lease.connection(), defect);
            throw new CallFailed(
                    Fault.DEFECT,
                    "The connector failed with " + defect.getClass().getSimpleName() + ".");
        }
    }

    private void record(Write write, Map<Long, RowAnswer> answers) {
        List<Row> confirmed = new ArrayList<>();
        for (Row row : write.rows()) {
            RowAnswer answer = answers.get(row.listing());
            if (answer == null) {
                fail(write, List.of(row), new CallFailed(Fault.UNANSWERED, "The vendor's answer leaves this row out."));
            } else if (answer.failure() == null) {
                confirmed.add(row);
            } else {
                fail(write, List.of(row), answer.failure());
                if (answer.failure().fault() == Fault.THROTTLED && putOff.isMany(row)) {
                    ask(row, answer.failure());
                }
            }
        }
        if (!confirmed.isEmpty()) {
            failures.set(0);
            confirm(write, confirmed);
        }
    }

    private void confirm(Write write, List<Row> rows) {
        writes.confirm(
                write.id(), lease.epoch(), rows.stream().map(Row::listing).toList());
        rows.forEach(putOff::forget);
        List<Cause> past = new ArrayList<>();
        past.add(new Cause(IncidentKind.WRITING_FORBIDDEN, lease.connection().value(), ""));
        rows.forEach(row -> past.add(
                new Cause(IncidentKind.WRITE_REFUSED, lease.connection().value(), subject(row))));
        incidents.close(past, "The channel accepted a later write.");
    }

    private static String subject(Row row) {
        return row.channelLocation() + "/" + row.sku();
    }

    /** Only "yes" is an answer: a vendor that does not have the write may be about to do it. */
    private void lookUp(Write write, CallFailed unanswered) {
        List<Row> found = new ArrayList<>();
        List<Row> doubtful = new ArrayList<>();
        try {
            Map<Long, Boolean> known = sink.find(write);
            for (Row row : write.rows()) {
                if (Boolean.TRUE.equals(known.get(row.listing()))) {
                    found.add(row);
                } else {
                    doubtful.add(row);
                }
            }
        } catch (CallFailed notAsked) {
            doubtful.addAll(write.rows());
        }
        if (!found.isEmpty()) {
            confirm(write, found);
        }
        if (!doubtful.isEmpty()) {
            fail(write, doubtful, unanswered);
        }
    }

    private void fail(Write write, List<Row> rows, CallFailed failure) {
        Duration wait = failure.fault().isPassing()
                ? backoff.after(failures.incrementAndGet(), failure.waitAtLeast())
                : Duration.ZERO;
        int closed = writes.fail(
                write.id(),
                lease.epoch(),
                rows.stream().map(Row::listing).toList(),
                new Failure(failure.fault(), failure.detail(), wait));
        log.info(
                "Write {} of connection '{}': {} rows {}, {}",
                write.id(),
                lease.connection(),
                closed,
                failure.fault(),
                failure.detail());
        if (closed > 0 && failure.fault() == Fault.MISCONFIGURED) {
            incidents.raise(List.of(forbidden(failure)));
        } else if (closed > 0 && !failure.fault().isPassing()) {
            incidents.raise(rows.stream()
                    .map(row -> finding(
                            row,
                            "refuses",
                            failure.fault().title() + ": " + failure.detail()
                                    + " It is tried again when the figure wanted changes, or when you retry it."))
                    .toList());
        }
    }

    /** A pause would not do: it ends as soon as the credentials may read, which these do. */
    private Finding forbidden(CallFailed failure) {
        return new Finding(
                IncidentKind.WRITING_FORBIDDEN,
                lease.connection().value(),
                "",
                "Channel '" + lease.connection() + "' does not let its stock be changed",
                "It answered \"" + failure.detail() + "\" Sold units stay on show there. Give the credentials of the"
                        + " connection the right to write stock, or correct them; writes go on by themselves as soon as"
                        + " one is let through.",
                Map.of());
    }

    private void ask(Row row, CallFailed failure) {
        incidents.raise(List.of(finding(
                row,
                "does not take",
                "\"" + failure.detail() + "\" time and again, though its figure was read and is as expected. It goes on"
                        + " being tried. Compare the item's figure at the channel with the one here, and change it there"
                        + " by hand if it does not help; or stop writing it.")));
    }

    private Finding finding(Row row, String deed, String answer) {
        return new Finding(
                IncidentKind.WRITE_REFUSED,
                lease.connection().value(),
                subject(row),
                "Channel '" + lease.connection() + "' " + deed + " the stock of item '" + row.sku() + "'",
                "A change by " + row.delta() + " from " + row.expected() + " was answered with " + answer,
                Map.of(
                        "listing",
                        String.valueOf(row.listing()),
                        "sku",
                        row.sku().value(),
                        "location",
                        row.channelLocation()));
    }
}
