package caravan.flow;

import caravan.connection.ConnectionMoved;
import caravan.connection.ModeChanged;
import caravan.inventory.Listings;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Reads all figures of a channel anew before it is written again: it may have been left alone for long, or be another shop. */
@Component
class ModeListener {
    private final Listings listings;
    private final Duties duties;

    ModeListener(Listings listings, Duties duties) {
        this.listings = listings;
        this.duties = duties;
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

    private void startAnew(ConnectionId connection) {
        listings.startAnew(connection);
        duties.mark(connection, DutyWork.CATALOGUE);
        duties.mark(connection, DutyWork.ORDERS);
    }
}
