package caravan.connector;

import caravan.kernel.Columns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps a row of each call. No call waits for it: rows that find no room are dropped and counted. */
@Component
class CallLog implements Consumer<CallRow>, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(CallLog.class);
    private static final int ROOM = 2_000;
    private static final int BATCH = 200;

    private final BlockingQueue<CallRow> waiting = new ArrayBlockingQueue<>(ROOM);
    private final JdbcClient jdbc;
    private final Counter lost;
    private final Thread writer;
    private volatile boolean stopping;

    CallLog(JdbcClient jdbc, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.lost = metrics.counter("caravan.vendor.calls.unlogged");
        this.writer = new Thread(this::write, "call-log");
        this.writer.setDaemon(true);
        this.writer.start();
    }

    @Override
    public void accept(CallRow row) {
        if (!waiting.offer(row)) {
            lost.increment();
        }
    }

    /** Writes what waits. */
    @Override
    public void destroy() throws InterruptedException {
        stopping = true;
        writer.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void write() {
        List<CallRow> batch = new ArrayList<>(BATCH);
        while (!stopping || !waiting.isEmpty()) {
            try {
                CallRow first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    insert(batch);
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException away) {
                lost.increment(batch.size());
                log.warn("{} rows of the call log could not be written and are lost.", batch.size());
            } finally {
                batch.clear();
            }
        }
    }

    private void insert(List<CallRow> rows) {
        jdbc.sql("""
                INSERT INTO call_log (at, connection, route, method, path, status, cost, request_id, millis,
                                      request_bytes, answer_bytes, fault, detail, request, answer, subject)
                SELECT t::timestamptz, c, r, m, p, s::integer, o::bigint, i, d, q, a, f, e, rb, ab, u
                FROM unnest(:at::text[], :connection::text[], :route::text[], :method::text[], :path::text[], :status::text[],
                            :cost::text[], :id::text[], :millis::bigint[], :request_bytes::bigint[], :answer_bytes::bigint[],
                            :fault::text[], :detail::text[], :request::text[], :answer::text[],
                            :subject::text[])
                     AS k(t, c, r, m, p, s, o, i, d, q, a, f, e, rb, ab, u)""")
                .params(Columns.of(rows)
                        .text("at", CallRow::at)
                        .text("connection", CallRow::connection)
                        .text("route", CallRow::route)
                        .text("method", CallRow::method)
                        .text("path", CallRow::path)
                        .text("status", CallRow::status)
                        .text("cost", CallRow::cost)
                        .text("id", CallRow::requestId)
                        .whole("millis", CallRow::millis)
                        .whole("request_bytes", CallRow::requestBytes)
                        .whole("answer_bytes", CallRow::answerBytes)
                        .text("fault", CallRow::fault)
                        .text("detail", CallRow::detail)
                        .text("request", CallRow::request)
                        .text("answer", CallRow::answer)
                        .text("subject", CallRow::subject)
                        .arrays())
                .update();
    }
}
