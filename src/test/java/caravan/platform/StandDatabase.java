package caravan.platform;

import caravan.kit.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL server beside the hubs, that a test can stop and start again at the same address. */
public final class StandDatabase implements AutoCloseable {
    private final DataFolder folder;
    private final PlatformSettings.DatabaseSettings settings;
    private EmbeddedPostgres postgres;

    public StandDatabase(Path data) throws IOException {
        settings = new PlatformSettings.DatabaseSettings(FreePort.next(), 100);
        folder = DataFolder.take(data);
        postgres = new EmbeddedPostgres(folder, settings);
        postgres.start();
    }

    public void stop() {
        postgres.stop();
    }

    /** Starts it again where it was. */
    public void start() {
        postgres = new EmbeddedPostgres(folder, settings);
        postgres.start();
    }

    /** Options that make a hub use it. */
    public List<String> options() {
        return List.of(
                "--spring.datasource.url=" + postgres.jdbcUrl(),
                "--spring.datasource.username=" + PostgresCluster.USER,
                "--spring.datasource.password=" + postgres.password());
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(
                new DriverManagerDataSource(postgres.jdbcUrl(), PostgresCluster.USER, postgres.password()));
    }

    @Override
    public void close() throws IOException {
        postgres.stop();
        folder.close();
    }
}
