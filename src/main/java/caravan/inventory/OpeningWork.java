package caravan.inventory;

import caravan.inventory.OpeningBook.Balance;
import caravan.inventory.OpeningBook.Place;
import caravan.kernel.Columns;
import caravan.kernel.Sku;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Books runs of opening balances in parts, each in one transaction with the place that is reached: so a run goes on after a
 * crash, and two replicas take turns.
 */
@Component
class OpeningWork implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OpeningWork.class);
    private static final int LOOK_SECONDS = 10;

    private record Next(long run, String actor, String source, long reached) {}

    private record Part(long line, Balance balance) {}

    private final JdbcClient jdbc;
    private final OpeningBook book;
    private final TransactionTemplate transaction;
    private volatile ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean running;

    OpeningWork(JdbcClient jdbc, OpeningBook book, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.book = book;
        this.transaction = transaction;
    }

    @TransactionalEventListener
    void on(OpeningBegun begun) {
        if (running) {
            worker.execute(this::work);
        }
    }

    private void work() {
        try {
            while (running && Boolean.TRUE.equals(transaction.execute(status -> bookNext()))) {
                // One part after the other; other work comes between the transactions.
            }
        } catch (DataIntegrityViolationException defect) {
            log.error("A run of opening balances cannot be booked further", defect);
            fail();
        } catch (RuntimeException away) {
            log.warn("Opening balances wait for the database: {}", away.toString());
        }
    }

    /** A run that the database refuses would be tried for ever. */
    private void fail() {
        try {
            jdbc.sql("""
                    UPDATE opening_run SET state = 'failed', finished_at = now()
                    WHERE id = (SELECT min(id) FROM opening_run WHERE state = 'booking')""").update();
        } catch (RuntimeException away) {
            log.warn("Opening balances wait for the database: {}", away.toString());
        }
    }

    private boolean bookNext() {
        List<Next> next = jdbc.sql("""
                SELECT id, made_by, source, reached FROM opening_run WHERE state = 'booking'
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED""")
                .query((row, index) -> new Next(
                        row.getLong("id"), row.getString("made_by"), row.getString("source"), row.getLong("reached")))
                .list();
        next.forEach(this::bookPart);
        return !next.isEmpty();
    }

    private void bookPart(Next next) {
        List<Part> parts = jdbc.sql("""
                SELECT r.line, r.sku, r.location, r.units, coalesce(r.at, n.counted_at) AS at
                FROM opening_row r JOIN opening_run n ON n.id = r.run
                WHERE r.run = :run AND r.line > :reached AND r.refusal IS NULL ORDER BY r.line LIMIT :most""")
                .param("run", next.run())
                .param("reached", next.reached())
                .param("most", Openings.PART)
                .query((row, index) -> new Part(
                        row.getLong("line"),
                        new Balance(
                                new Place(new Sku(row.getString("sku")), row.getString("location")),
                                row.getLong("units"),
                                row.getTimestamp("at").toInstant())))
                .list();
        if (parts.isEmpty()) {
            jdbc.sql("UPDATE opening_run SET state = 'done', finished_at = now() WHERE id = :run")
                    .param("run", next.run())
                    .update();
            return;
        }
        Set<Place> opened = book.open(
                parts.stream().map(Part::balance).toList(), "opening stock from " + next.source(), next.actor());
        note(next, parts, opened);
    }

    private void note(Next next, List<Part> parts, Set<Place> opened) {
        List<Part> done = parts.stream()
                .filter(part -> opened.contains(part.balance().place()))
                .toList();
        jdbc.sql("""
                UPDATE opening_row SET opened = line = ANY(:done::bigint[]),
                    refusal = CASE WHEN line = ANY(:done::bigint[]) THEN NULL ELSE 'It was opened meanwhile' END
                WHERE run = :run AND line = ANY(:line::bigint[])""")
                .param("run", next.run())
                .params(Columns.of(done).whole("done", Part::line).arrays())
                .params(Columns.of(parts).whole("line", Part::line).arrays())
                .update();
        jdbc.sql("""
                UPDATE opening_run SET reached = :reached, opened = opened + :opened, refused = refused + :refused
                WHERE id = :run""")
                .param("reached", parts.get(parts.size() - 1).line())
                .param("opened", done.size())
                .param("refused", parts.size() - done.size())
                .param("run", next.run())
                .update();
    }

    @Override
    public void start() {
        worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "opening-stock");
            thread.setDaemon(true);
            return thread;
        });
        running = true;
        var unused = worker.scheduleWithFixedDelay(this::work, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        running = false;
        worker.shutdown();
        try {
            if (!worker.awaitTermination(LOOK_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A part of a run of opening balances is still being booked; it counts wholly or not at all");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
