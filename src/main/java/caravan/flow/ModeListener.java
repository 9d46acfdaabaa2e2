package caravan.flow;

import caravan.connection.ConnectionMoved;
import caravan.connection.ModeChanged;
import caravan.connection.WebhookSecretChanged;
import caravan.intake.Subscriptions;
import caravan.inventory.Listings;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Reads all figures of a channel anew before it is written again: it may have been left alone for long, or be another shop; and
 * lets its vendor know of another webhook secret.
 */
@Component
class ModeListener {
    private final Listings listings;
    private final Duties duties;
    private final Subscriptions subscriptions;

    ModeListener(Listings listings, Duties duties, Subscriptions subscriptions) {
        this.listings = listings;
        this.duties = duties;
        this.subscriptions = subscriptions;
    }

    @EventListener
    void on(ModeChanged changed) {
        switch (changed.mode()) {
            case SHADOW -> listings.watch(changed.connection());
            case LIVE -> startAnew(changed.connection());
        }
    }

    @EventListener
    void on(ConnectionMoved moved) {
        startAnew(moved.connection());
        duties.mark(moved.connection(), DutyWork.WEBHOOKS);
    }

    /** Where the vendor was given the secret with each subscription, it has to be told. */
    @EventListener
    void on(WebhookSecretChanged changed) {
        subscriptions.signedAnew(changed.connection(), changed.revision());
        duties.mark(changed.connection(), DutyWork.WEBHOOKS);
    }

    private void startAnew(ConnectionId connection) {
        listings.startAnew(connection);
        duties.mark(connection, DutyWork.CATALOGUE);
        duties.mark(connection, DutyWork.ORDERS);
    }
}
