package caravan.order;

import caravan.kernel.ConnectionId;
import java.util.Comparator;

/**
 * An order by the channel's own id; the pair is unique for ever.
 *
 * @param externalId the channel's id, never its printed number, which a merchant may change
 */
public record OrderKey(ConnectionId connection, String externalId) implements Comparable<OrderKey> {
    private static final Comparator<OrderKey> ORDER =
            Comparator.comparing(OrderKey::connection).thenComparing(OrderKey::externalId);

    /** Refuses an empty id, which would make all such orders one. */
    public OrderKey {
        if (externalId.isBlank() || externalId.length() > 200) {
            throw new IllegalArgumentException("An order of connection '" + connection
                    + "' needs the channel's id, 1 to 200 characters, not '" + externalId + "'.");
        }
    }

    @Override
    public int compareTo(OrderKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return connection + "/" + externalId;
    }
}
