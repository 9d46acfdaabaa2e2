package caravan.flow;

import caravan.intake.Delivery;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings one connection's webhooks to canonical form. */
public interface DeliveryMapper {

    /** Which connection it is for. */
    boolean isFor(ConnectionId connection);

    /**
     * What a webhook means.
     *
     * @throws CallFailed if its bytes are not what its topic promises
     */
    Meaning map(Delivery delivery) throws CallFailed;

    /** How coarse the times in a connection's documents are. */
    Duration grain(ConnectionId connection);

    /**
     * What a webhook means.
     *
     * @param kind what to do with it
     * @param subject the id at its channel of what it is about, empty if it could not be told
     * @param canonical the canonical order as JSON, for a whole order
     */
    record Meaning(Kind kind, String subject, @Nullable String canonical) {

        /** What can be in a webhook. */
        public enum Kind {
            /** A whole order. */
            ORDER,
            /** A hint that an order changed. */
            LOOK,
            /** A hint that what the channel shows of a listing changed. */
            LISTING_LOOK,
            /** The order's id, and that it is gone. */
            DELETED,
            /** Nothing that concerns us. */
            NOTHING
        }
    }

    /** Finds the mapper of a connection. */
    static Optional<DeliveryMapper> find(Iterable<DeliveryMapper> mappers, ConnectionId connection) {
        for (DeliveryMapper mapper : mappers) {
            if (mapper.isFor(connection)) {
                return Optional.of(mapper);
            }
        }
        return Optional.empty();
    }
}
