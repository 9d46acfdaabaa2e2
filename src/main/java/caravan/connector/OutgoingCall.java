package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as its step wants it, without secrets.
 *
 * @param route the route it is made for: connection, dot, code of the capability
 * @param target path and query below the connection's origin
 * @param cost what it will cost about, where the vendor counts cost
 * @param mayBegin asked when it is its turn
 */
record OutgoingCall(
        String route,
        ConnectorCalls.Lane lane,
        String method,
        String target,
        @Nullable JsonNode body,
        long cost,
        BooleanSupplier mayBegin) {

    /** The same call with another body. */
    OutgoingCall with(JsonNode other) {
        return new OutgoingCall(route, lane, method, target, other, cost, mayBegin);
    }
}
