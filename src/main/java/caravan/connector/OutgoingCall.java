package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as its step wants it, without secrets.
 *
 * @param route the route it is made for: connection, dot, code of the capability
 * @param subject what it is about, for the call log; null if that is not one thing
 * @param target path and query below the connection's origin
 * @param cost what the last call like it needed to be let in, and this one is likely to; kept by its answers, where the vendor
 *     counts cost
 * @param mayBegin asked when it is its turn
 */
record OutgoingCall(
        String route,
        @Nullable String subject,
        ConnectorCalls.Lane lane,
        String method,
        String target,
        @Nullable JsonNode body,
        AtomicLong cost,
        BooleanSupplier mayBegin) {

    /** The same call with another body of the same kind. */
    OutgoingCall with(JsonNode other) {
        return with(other, cost);
    }

    /** The same call with another body, and another idea of what it costs. */
    OutgoingCall with(JsonNode other, AtomicLong otherCost) {
        return new OutgoingCall(route, subject, lane, method, target, other, otherCost, mayBegin);
    }
}
