package caravan.connector;

import caravan.connector.CallRecorder.Span;
import caravan.kernel.CallFailed;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Ends the last call of a route in the call log when the route is over: many vendors say no under a good status, which only the
 * mapping tells. Calls before the last one were good enough to go on with.
 */
final class CallOutcome extends SynchronizationAdapter {
    private final String exchange;
    private @Nullable Span call;

    private CallOutcome(Exchange exchange) {
        this.exchange = exchange.getExchangeId();
    }

    /** Another call begins: the one before it has ended well. */
    static void goesOn(Exchange exchange) {
        CallOutcome before = find(exchange);
        if (before != null) {
            before.end(null);
        }
    }

    /** Leaves a call that was answered open until the route is over. */
    static void waitFor(Exchange exchange, Span call) {
        CallOutcome outcome = find(exchange);
        if (outcome == null) {
            outcome = new CallOutcome(exchange);
            exchange.setProperty(CallExchange.OUTCOME, outcome);
            exchange.getExchangeExtension().addOnCompletion(outcome);
        }
        outcome.call = call;
    }

    /** The parts of a split message carry copies of its properties; each ends its own calls. */
    private static @Nullable CallOutcome find(Exchange exchange) {
        CallOutcome outcome = exchange.getProperty(CallExchange.OUTCOME, CallOutcome.class);
        return outcome != null && outcome.exchange.equals(exchange.getExchangeId()) ? outcome : null;
    }

    @Override
    public void onDone(Exchange done) {
        if (done.getException() instanceof CallFailed failed) {
            end(failed);
        } else {
            end(done.getMessage().getBody() instanceof JsonNode document ? Refusals.in(document) : null);
        }
    }

    private void end(@Nullable CallFailed failure) {
        Span ended = call;
        call = null;
        if (ended != null) {
            ended.end(failure);
        }
    }
}
