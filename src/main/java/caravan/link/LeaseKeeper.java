package caravan.link;

import caravan.kernel.ConnectionId;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes leases and renews them from a thread with nothing else to do, over a database connection of its own: a hub whose
 * other connections are all busy must not lose what it owns.
 */
@Component
public class LeaseKeeper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final LeaseSettings settings;
    private final HikariDataSource own;
    private final String holder;
    private final Leases leases;
    private final Replica self;
    private final Presence presence;
    private final ApplicationEventPublisher events;
    private final Map<ConnectionId, Lease> held = new ConcurrentHashMap<>();
    private volatile boolean running;
    private volatile Thread thread = new Thread();

    LeaseKeeper(DataSource pool, LeaseSettings settings, ApplicationEventPublisher events, Replica self)
            throws java.sql.SQLException {
        this.settings = settings;
        this.self = self;
        this.events = events;
        HikariConfig config = new HikariConfig();
        pool.unwrap(HikariDataSource.class).copyStateTo(config);
        config.setPoolName("caravan-lease");
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(1);
        // A renewal that waits longer comes too late to be of use.
        config.setConnectionTimeout(Math.max(250, settings.renew().toMillis()));
        this.own = new HikariDataSource(config);
        this.holder = name();
        this.leases = new Leases(JdbcClient.create(own), holder, settings.length());
        this.presence = new Presence(new ReplicaRows(quick(own), settings.length()), holder, self);
    }

    /** What replicas tell each other must not hold up the renewals that come after it. */
    private static JdbcClient quick(DataSource database) {
        JdbcTemplate template = new JdbcTemplate(database);
        template.setQueryTimeout(1);
        return JdbcClient.create(template);
    }

    private static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            host = "unnamed";
        }
        return host + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** What this process is called in the database. */
    String holder() {
        return holder;
    }

    /** From now on the other replicas hear of this one, and older ones leave connections to it. */
    public void announce() {
        presence.announce();
        leaveToOthers();
    }

    /** Takes a connection if nobody holds it and it is not left to another replica, unless the database has become another. */
    public Optional<Lease> take(ConnectionId connection) {
        long asked = System.nanoTime();
        Optional<Lease> taken = leases.take(connection, self.connections().get(connection))
                .map(epoch -> new Lease(connection, epoch, settings.length(), settings.margin(), asked));
        if (taken.isPresent() && !leases.isSameDatabase()) {
            leases.giveUp(taken.get());
            events.publishEvent(new DatabaseChanged());
            return Optional.empty();
        }
        taken.ifPresent(lease -> held.put(connection, lease));
        return taken;
    }

    /** Gives a connection up at once. No call under it may be out any more. */
    public void giveUp(Lease lease) {
        lease.lose();
        boolean mine = held.remove(lease.connection(), lease);
        if (!leases.giveUp(lease) && mine && leases.hasPassedOn(lease)) {
            tellOfLoss(lease);
        }
    }

    /** Renews a connection no more, as a call under it may still be out: others get it when the lease has run out. */
    public void lapse(Lease lease) {
        lease.lose();
        if (held.remove(lease.connection(), lease) && leases.hasPassedOn(lease)) {
            tellOfLoss(lease);
        }
    }

    /** Renews all that were held when it began; what is taken meanwhile is fresh, what is given up meanwhile is no loss. */
    void renewAll() {
        Collection<Lease> mine = List.copyOf(held.values());
        if (mine.isEmpty()) {
            return;
        }
        if (!leases.isSameDatabase()) {
            log.warn("The database is another one than before; what was owned in that one is owned no more.");
            mine.forEach(Lease::lose);
            held.values().removeAll(mine);
            return;
        }
        long asked = System.nanoTime();
        Set<ConnectionId> renewed = leases.renew(mine);
        for (Lease lease : mine) {
            if (renewed.contains(lease.connection())) {
                lease.renewed(asked);
                continue;
            }
            lease.lose();
            if (held.remove(lease.connection(), lease)) {
                tellOfLoss(lease);
            }
        }
    }

    /** Renews, then compares this replica with the others: what a newer one has better is given up once its calls have ended. */
    void round() {
        renewAll();
        leaveToOthers();
    }

    private void leaveToOthers() {
        Set<ConnectionId> left = presence.report();
        held.forEach((connection, lease) -> {
            if (left.contains(connection)) {
                lease.end();
            }
        });
    }

    private static void tellOfLoss(Lease lease) {
        log.warn(
                "Connection '{}' is owned by another replica now; this one was not heard in time.", lease.connection());
    }

    private void keep() {
        while (running) {
            try {
                round();
            } catch (RuntimeException | Error away) {
                // Also what nobody expects: without this thread the hub would never call a vendor again.
                log.warn(
                        "Leases could not be renewed; calls stop until they are: {}",
                        NestedExceptionUtils.getMostSpecificCause(away).toString());
            }
            try {
                Thread.sleep(settings.renew().toMillis());
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    @Override
    public void start() {
        running = true;
        thread = new Thread(this::keep, "lease-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        // Whose owner has not given them up by now may have a call out; they run out by themselves.
        held.values().forEach(Lease::lose);
        presence.leave();
        own.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the owners start, after they have stopped. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 2000;
    }
}
