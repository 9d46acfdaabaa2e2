package caravan.link;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a replica owns a connection.
 *
 * @param length how long after a renewal another replica may take over
 * @param renew how often it is renewed
 * @param margin no call is started this close to the end
 */
@ConfigurationProperties(prefix = "caravan.lease", ignoreUnknownFields = false)
public record LeaseSettings(
        @DefaultValue("10s") Duration length,
        @DefaultValue("3s") Duration renew,
        @DefaultValue("2s") Duration margin) {

    /** Refuses times under which a lease would lapse between two renewals. */
    public LeaseSettings {
        if (renew.toMillis() < 1) {
            throw new IllegalArgumentException("caravan.lease.renew must be at least 1ms.");
        }
        if (margin.isNegative() || margin.isZero()) {
            throw new IllegalArgumentException(
                    "caravan.lease.margin must be longer than zero, so that no call is started"
                            + " while another replica takes over.");
        }
        if (renew.multipliedBy(2).plus(margin).compareTo(length) > 0) {
            throw new IllegalArgumentException("caravan.lease.length must be at least twice caravan.lease.renew plus"
                    + " caravan.lease.margin, so that one late renewal does not lose the connection.");
        }
    }
}
