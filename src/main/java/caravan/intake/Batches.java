package caravan.intake;

import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes a batch through the route. One that is refused is split by smaller transactions until the bad message is alone; a
 * message that fails alone twice is kept as unusable, so it holds up nobody.
 */
final class Batches {
    private static final Logger log = LoggerFactory.getLogger(Batches.class);

    private final Endpoint endpoint;
    private final Processor route;
    private final List<UnusableDelivery> unusable;

    Batches(Endpoint endpoint, Processor route, List<UnusableDelivery> unusable) {
        this.endpoint = endpoint;
        this.route = route;
        this.unusable = unusable;
    }

    /**
     * Takes every delivery of a batch in, or keeps it as unusable.
     *
     * @return false if the database is away; then the whole batch must come again, which does no harm
     */
    boolean take(List<Delivery> batch) {
        Exception failure = pass(batch);
        if (failure == null) {
            return true;
        }
        if (isAway(failure)) {
            return false;
        }
        log.info(
                "A batch of {} webhooks is split: {}",
                batch.size(),
                failure.getClass().getSimpleName());
        return batch.size() == 1
                ? takeAlone(batch.get(0))
                : take(batch.subList(0, batch.size() / 2)) && take(batch.subList(batch.size() / 2, batch.size()));
    }

    private boolean takeAlone(Delivery delivery) {
        Exception again = pass(List.of(delivery));
        if (again == null) {
            return true;
        }
        if (isAway(again)) {
            return false;
        }
        try {
            unusable.forEach(each -> each.keep(delivery, again.getClass().getSimpleName()));
            return true;
        } catch (RuntimeException notKept) {
            log.error(
                    "A webhook of connection '{}' could not even be kept; it stays in the queue",
                    delivery.connection(),
                    notKept);
            return false;
        }
    }

    private @Nullable Exception pass(List<Delivery> deliveries) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(deliveries);
        try {
            route.process(exchange);
        } catch (Exception failure) {
            return failure;
        }
        return exchange.getException();
    }

    /** What is no fault of the message: connections lost or not to be had, a server that stops, a deadlock's victim. */
    private static boolean isAway(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransactionException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof TransientDataAccessException) {
                return true;
            }
            if (cause instanceof SQLException sql && isAway(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(String state) {
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("40")
                // The hub stood still in the middle of a transaction.
                || state.equals("25P03");
    }
}
