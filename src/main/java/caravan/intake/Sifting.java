package caravan.intake;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes things in together. A portion that is refused is halved until the bad one is alone; one that fails alone twice is given
 * up, so that it holds up no other.
 */
public final class Sifting {
    private static final Logger log = LoggerFactory.getLogger(Sifting.class);

    private Sifting() {}

    /**
     * Takes everything in or gives it up.
     *
     * @param take takes a portion in, in one transaction, and answers why it could not
     * @param giveUp is told of one that cannot be taken in, and why
     * @return why nothing more can be taken in now: the database is away; null if all is done
     */
    public static <T> @Nullable Exception all(
            List<T> portion, Function<List<T>, @Nullable Exception> take, BiConsumer<T, Exception> giveUp) {
        Exception failure = portion.isEmpty() ? null : take.apply(portion);
        if (failure == null || isAway(failure)) {
            return failure;
        }
        if (portion.size() == 1) {
            return alone(portion.get(0), take, giveUp);
        }
        log.info(
                "A portion of {} is split: {}",
                portion.size(),
                failure.getClass().getSimpleName());
        int half = portion.size() / 2;
        Exception away = all(portion.subList(0, half), take, giveUp);
        return away == null ? all(portion.subList(half, portion.size()), take, giveUp) : away;
    }

    private static <T> @Nullable Exception alone(
            T single, Function<List<T>, @Nullable Exception> take, BiConsumer<T, Exception> giveUp) {
        Exception again = take.apply(List.of(single));
        if (again == null || isAway(again)) {
            return again;
        }
        giveUp.accept(single, again);
        return null;
    }

    /** What is no fault of the thing: connections lost or not to be had, a server that stops, a deadlock's victim. */
    public static boolean isAway(Exception failure) {
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
