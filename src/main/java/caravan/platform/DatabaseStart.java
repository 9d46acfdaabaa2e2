package caravan.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/** Waits for a database that starts together with the hub, sees to it that it is new enough, and brings its tables up to date. */
@Component
final class DatabaseStart implements FlywayMigrationStrategy {
    private static final Logger log = LoggerFactory.getLogger(DatabaseStart.class);
    private static final int OLDEST = 18;
    private static final long PAUSE_MILLIS = 500;

    private final Duration patience;

    DatabaseStart() {
        this(Duration.ofSeconds(20));
    }

    DatabaseStart(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void migrate(Flyway flyway) {
        requireVersion(version(flyway.getConfiguration().getDataSource()));
        flyway.migrate();
    }

    /** Older ones take the tables and then fail at the first change of stock. */
    static void requireVersion(int version) {
        if (version < OLDEST) {
            throw new StartFailure("the database is PostgreSQL " + version + ", and Caravan needs " + OLDEST
                    + " or newer. Upgrade it, or name another in spring.datasource.url.");
        }
    }

    /**
     * Asks the database for its major version.
     *
     * @throws IllegalStateException if it refuses the hub, or is away for longer than the hub is patient
     */
    int version(DataSource database) {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            try (Connection connection = database.getConnection()) {
                return connection.getMetaData().getDatabaseMajorVersion();
            } catch (SQLException failure) {
                if (!StartFailureReporter.isAway(failure) || System.nanoTime() > end) {
                    throw new IllegalStateException("The database cannot be used.", failure);
                }
                if (!told) {
                    log.warn("Waiting for the database: {}", StartFailureReporter.deepest(failure));
                    told = true;
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for the database.", stopped);
        }
    }
}
