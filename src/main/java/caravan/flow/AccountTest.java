package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connection.Pause;
import caravan.connection.Connections;
import caravan.connector.Capability;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.link.Lease;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the credentials of a connection that paused itself over them, again and again, and resumes it when they work. */
final class AccountTest implements Chore {
    private static final Logger log = LoggerFactory.getLogger(AccountTest.class);

    private final ChannelCalls channel;
    private final Connections connections;
    private final long every;
    private long last = System.nanoTime();

    AccountTest(ChannelCalls channel, Connections connections, Duration every) {
        this.channel = channel;
        this.connections = connections;
        this.every = every.toNanos();
    }

    @Override
    public boolean doNext(Lease lease) {
        boolean paused = connections
                .find(channel.connection())
                .map(Connection::pause)
                .map(pause -> pause.by() == Pause.By.FAULT)
                .orElse(false);
        if (!paused || System.nanoTime() - last < every || !lease.allowsCall()) {
            return false;
        }
        last = System.nanoTime();
        long revision = connections.revision(channel.connection());
        try {
            if (channel.can(Capability.ACCOUNT_READ)) {
                channel.account();
            }
            connections.resume(channel.connection(), Pause.By.FAULT);
            log.info("Connection '{}' works again", channel.connection());
        } catch (CallFailed still) {
            if (still.fault() == Fault.MISCONFIGURED) {
                connections.pauseAsRefused(channel.connection(), revision, still.detail());
            }
        }
        return true;
    }

    @Override
    public Optional<Chore> whilePaused() {
        return Optional.of(this);
    }
}
