package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.OwnershipEnded;
import caravan.kernel.Period;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Calls what a connection's connector can do. Only the replica that owns the connection calls. */
public interface ConnectorCalls {

    /**
     * In an order of a page: why it is no canonical order. Such an order is handed on as it is, for the others of its page are
     * none the worse for it.
     */
    String REFUSED = "refused";

    /** How long a call of the lane {@code STOCK} may wait for its turn: less than a lease has left when it allows its last call. */
    Duration STOCK_WAIT = Duration.ofSeconds(1);

    /** Which calls give way, and which wait. */
    enum Lane {
        /** Begins within {@link #STOCK_WAIT} or not at all: the caller has noted that it is sent, and may not own the connection for long. */
        STOCK,
        REAL_TIME,
        /** Leaves half of the vendor's limit to the others. */
        BULK
    }

    /**
     * What came of a call.
     *
     * @param document the answer by the capability's schema, as JSON; null where the vendor has no such thing
     * @param next goes into the next request as {@code page}; null if this was the last page
     * @param at between which moments of its own clock the vendor answered
     */
    record Answer(@Nullable String document, @Nullable String next, Period at) {}

    /** Whether the connector of a connection declares a capability, and its routes run. */
    boolean can(ConnectionId connection, Capability capability);

    /**
     * Calls a capability.
     *
     * @param request by the capability's schema, as JSON
     * @throws CallFailed REFUSED if the connector does not declare the capability, DEFECT if request or answer break their schema
     */
    Answer call(ConnectionId connection, Capability capability, Lane lane, String request) throws CallFailed;

    /**
     * Calls a capability for as long as that is allowed: one that waits for its turn, or consists of many calls, may outlive the
     * ownership of the connection.
     *
     * @param mayBegin asked right before each call to the vendor
     * @throws OwnershipEnded if it was not allowed
     */
    default Answer call(
            ConnectionId connection, Capability capability, Lane lane, String request, BooleanSupplier mayBegin)
            throws CallFailed {
        if (!mayBegin.getAsBoolean()) {
            throw new OwnershipEnded(connection);
        }
        return call(connection, capability, lane, request);
    }
}
