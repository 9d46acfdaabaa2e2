package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One call as its step wants it, without secrets.
 *
 * @param route the route it is made for: connection, dot, code of the capability
 * @param subject what it is about, for the call log; null if that is not one thing
 * @param target path and query below the connection's origin
 * @param cost what it will cost about, where the vendor counts cost
 */
record OutgoingCall(
        String route,
        @Nullable String subject,
        ConnectorCalls.Lane lane,
        String method,
        String target,
        @Nullable JsonNode body,
        long cost) {

    /** The same call with another body. */
    OutgoingCall with(JsonNode other) {
        return new OutgoingCall(route, subject, lane, method, target, other, cost);
    }
}
