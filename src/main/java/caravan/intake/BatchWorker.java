package caravan.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches in one transacted session: database commit first, then the session. While the database is away it receives
 * nothing, for a failed connection is never a failed message.
 */
final class BatchWorker {
    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);
    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 500;

    private final ConnectionFactory connections;
    private final IntakeSettings settings;
    private final Batches batches;
    private final BooleanSupplier databaseAnswers;
    private final Thread thread;
    private volatile boolean stopping;

    BatchWorker(
            ConnectionFactory connections,
            IntakeSettings settings,
            Batches batches,
            BooleanSupplier databaseAnswers,
            String name) {
        this.connections = connections;
        this.settings = settings;
        this.batches = batches;
        this.databaseAnswers = databaseAnswers;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void askToStop() {
        stopping = true;
    }

    void join() throws InterruptedException {
        thread.join(20_000);
    }

    private void run() {
        while (!stopping) {
            if (!databaseAnswers.getAsBoolean()) {
                pause();
                continue;
            }
            try (Connection connection = connections.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue(IntakeQueue.NAME))) {
                connection.start();
                work(session, consumer);
            } catch (JMSException away) {
                if (!stopping) {
                    log.warn("Webhooks wait for the broker: {}", away.getMessage());
                    pause();
                }
            }
        }
    }

    private void work(Session session, MessageConsumer consumer) throws JMSException {
        while (!stopping) {
            List<Delivery> batch = receive(consumer);
            if (batch.isEmpty()) {
                continue;
            }
            if (batches.take(batch)) {
                session.commit();
            } else {
                session.rollback();
                log.warn("Webhooks wait in the queue until the database is back");
                return;
            }
        }
    }

    private List<Delivery> receive(MessageConsumer consumer) throws JMSException {
        List<Delivery> batch = new ArrayList<>();
        Message message = consumer.receive(FIRST_WAIT_MILLIS);
        long until = System.nanoTime() + settings.linger().toNanos();
        while (message != null) {
            batch.add(IntakeQueue.read(message));
            if (batch.size() >= settings.batch()) {
                break;
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            message = left > 0 ? consumer.receive(left) : consumer.receiveNoWait();
        }
        return batch;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
