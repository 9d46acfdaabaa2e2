package caravan.flow;

import caravan.connection.ModeChanged;
import caravan.inventory.Listings;
import caravan.link.Duties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Reads all figures of a channel anew before it is written again, for it may have been left alone for long. */
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
            case LIVE -> {
                listings.startAnew(changed.connection());
                duties.mark(changed.connection(), DutyWork.CATALOGUE);
                duties.mark(changed.connection(), DutyWork.ORDERS);
            }
        }
    }
}
