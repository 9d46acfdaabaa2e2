package caravan.link;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** Tells the other replicas of this one, and hears what it leaves to them. While that fails, it goes on with what it owns. */
final class Presence {
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final ReplicaRows rows;
    private final String holder;
    private final Replica self;
    private boolean announced;
    private boolean failing;
    private List<String> told = List.of();

    Presence(ReplicaRows rows, String holder, Replica self) {
        this.rows = rows;
        this.holder = holder;
        this.self = self;
    }

    /** From now on others hear of it: one that is still starting must not make them give up what it cannot take yet. */
    synchronized void announce() {
        announced = true;
    }

    /** Reports this replica, once it is announced; answers the connections it leaves to others. */
    synchronized Set<ConnectionId> report() {
        if (!announced) {
            return Set.of();
        }
        try {
            List<Behind> behind = rows.report(holder, self);
            failing = false;
            tell(behind);
            return behind.stream().map(Behind::connection).collect(Collectors.toSet());
        } catch (RuntimeException away) {
            if (!failing) {
                log.warn(
                        "This replica could not be compared with the others; it goes on with what it owns: {}",
                        NestedExceptionUtils.getMostSpecificCause(away).toString());
            }
            failing = true;
            return Set.of();
        }
    }

    /** Once, not at every report. */
    private void tell(List<Behind> behind) {
        List<String> now = Behind.texts(behind);
        now.stream().filter(text -> !told.contains(text)).forEach(log::warn);
        if (now.isEmpty() && !told.isEmpty()) {
            log.info("This replica leaves no connection to another any more");
        }
        told = now;
    }

    /** Lets others take over at once. */
    synchronized void leave() {
        if (!announced) {
            return;
        }
        announced = false;
        try {
            rows.leave(holder);
        } catch (RuntimeException away) {
            log.debug("The others will notice later that this replica has ended", away);
        }
    }
}
