package caravan.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets so many pages and API calls in at once that they use up at most half of the database connections, whatever people and
 * programs ask for: the other half is for the hub's own work. Who waits longer than 2 s, or would be one of too many waiting, is
 * told to come again; so is everybody while the database is away.
 */
final class PagesGate extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(PagesGate.class);
    private static final long PATIENCE_MILLIS = 2000;
    private static final String RETRY_SECONDS = "2";
    /** Each one waiting holds a thread that the door for webhooks may need. */
    private static final int MOST_WAITING = 40;

    private final Semaphore places;

    PagesGate(int connections) {
        this.places = new Semaphore(Math.max(1, connections / 2), true);
    }

    /** Webhooks, health, pretend stores and files touch no database on their way; a stream of signals gives its place back. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/hooks/")
                || path.startsWith("/actuator/health")
                || path.startsWith("/sandbox/")
                || path.startsWith("/webjars/")
                || path.startsWith("/patternfly/")
                || path.startsWith("/console/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!enter()) {
            later(response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            answer(failure, response);
        } finally {
            places.release();
        }
    }

    /** Tells failures that are nobody's mistake here; the server would log their words, and with them what was sent. */
    private static void answer(Exception failure, HttpServletResponse response) throws ServletException, IOException {
        if (has(failure, PagesGate::isAway)) {
            log.warn("A page or API call was answered 503: the database is away or too slow");
            later(response);
        } else if (has(failure, InvalidParameterException.class::isInstance)) {
            response.sendError(HttpStatus.BAD_REQUEST.value());
        } else if (failure instanceof ServletException known) {
            throw known;
        } else if (failure instanceof RuntimeException known) {
            throw known;
        }
    }

    private boolean enter() {
        try {
            return places.getQueueLength() < MOST_WAITING && places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void later(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
    }

    private static boolean has(Throwable failure, Predicate<Throwable> sort) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(sort);
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof TransactionException
                || cause instanceof DataAccessResourceFailureException
                || cause instanceof RecoverableDataAccessException
                || cause instanceof TransientDataAccessException;
    }
}
