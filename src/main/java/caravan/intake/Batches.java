package caravan.intake;

import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a batch through the route. A message that cannot be taken in is kept as unusable, so it holds up nobody. */
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
     * @return false if the database is away, or something could not even be kept; then the whole batch must come again, which
     *     does no harm
     */
    boolean take(List<Delivery> batch) {
        try {
            return Sifting.all(
                            batch,
                            this::pass,
                            (delivery, why) -> unusable.forEach(
                                    each -> each.keep(delivery, why.getClass().getSimpleName())))
                    == null;
        } catch (RuntimeException notKept) {
            log.error("A webhook could not even be kept; it stays in the queue", notKept);
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
}
