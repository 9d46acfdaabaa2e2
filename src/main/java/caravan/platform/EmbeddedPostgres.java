package caravan.platform;

import caravan.platform.PlatformSettings.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server of the hub's own: durable, reachable from this machine only, behind a password.
 *
 * <p>It outlives a hub that is killed; the next start adopts it, or clears away what is left of it. The caller holds
 * the {@link DataFolder}, so no second hub does the same.
 */
final class EmbeddedPostgres {
    private static final String NAME = "caravan";
    private static final int ATTEMPTS = 3;
    private static final long LARGE_LOG = 10_000_000;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final Path home;
    private final PostgresCluster cluster;
    private final DatabaseSettings settings;
    private final ServerUser user;
    private @Nullable PostgresCommands commands;
    private @Nullable String password;
    private int port;

    EmbeddedPostgres(DataFolder folder, DatabaseSettings settings) {
        this(folder, settings, ServerUser.choose());
    }

    EmbeddedPostgres(DataFolder folder, DatabaseSettings settings, ServerUser user) {
        this.home = folder.path().resolve("postgres");
        this.cluster = new PostgresCluster(home);
        this.settings = settings;
        this.user = user;
    }

    /**
     * Starts the server, creating it on first use.
     *
     * @throws StartFailure if it cannot be started, with what to do about it
     */
    void start() {
        boolean started = false;
        try {
            PostgresCommands programs = prepare();
            password = cluster.password();
            serve(programs);
            createDatabase();
            started = true;
        } catch (IOException | SQLException failure) {
            throw new StartFailure(
                    "the embedded database in '" + home + "' cannot be used (" + PrivateFiles.reason(failure)
                            + "). Check the folder and '" + serverLog()
                            + "', or choose another folder with --caravan.platform.data=FOLDER.",
                    failure);
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    /** Stops the server; everything that used it has been closed before. */
    void stop() {
        try {
            Optional<Postmaster> running = running();
            if (commands != null && running.isPresent()) {
                stop(commands);
            }
        } catch (IOException failure) {
            log.warn("The embedded database did not stop; the next start clears it away: {}", failure.getMessage());
        }
    }

    String jdbcUrl() {
        return url(NAME);
    }

    String password() {
        if (password == null) {
            throw new IllegalStateException("The embedded database is asked for its password before it started.");
        }
        return password;
    }

    int port() {
        return port;
    }

    /** The server's process, if it runs. */
    Optional<Postmaster> running() throws IOException {
        return Postmaster.find(cluster.data()).filter(found -> found.serves(cluster.data()));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Path serverLog() {
        return home.resolve("server.log");
    }

    private PostgresCommands prepare() throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Path binaries = PostgresBinaries.unpack(home);
        if (running().isEmpty()) {
            // Not beneath a running server: it may belong to another user than the one chosen today.
            user.own(home);
        }
        user.requireReach(home);
        commands = new PostgresCommands(binaries, home, user);
        cluster.prepare(commands, user);
        return commands;
    }

    private void serve(PostgresCommands programs) throws IOException {
        for (int attempt = 1; !adoptOrphan(programs); attempt++) {
            port = settings.port() == 0 ? freePort() : requireFree(settings.port());
            try {
                launch(programs);
                return;
            } catch (IOException refused) {
                // The port may have been taken since, or children of a killed server may need a moment to end.
                if (attempt == ATTEMPTS) {
                    throw new IOException(refused.getMessage() + lastComplaint(), refused);
                }
                log.info("Starting the embedded database again: {}", refused.getMessage());
                pause();
            }
        }
    }

    /** A server left behind by a killed hub is taken over if it is as we would start it; otherwise it is stopped. */
    private boolean adoptOrphan(PostgresCommands programs) throws IOException {
        Optional<Postmaster> found = Postmaster.find(cluster.data());
        if (found.isEmpty()) {
            return false;
        }
        Postmaster orphan = found.get();
        if (!orphan.serves(cluster.data())) {
            log.info("Ignoring the pid file of a database that ended without removing it, process {}", orphan.pid());
            Postmaster.disown(cluster.data());
            return false;
        }
        port = orphan.port();
        if ((settings.port() == 0 || settings.port() == port) && isAsConfigured()) {
            log.info("Adopting the database that a killed hub left running, process {}", orphan.pid());
            return true;
        }
        log.info("Stopping the database that a killed hub left running, process {}", orphan.pid());
        stop(programs);
        return false;
    }

    private boolean isAsConfigured() {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : serverSettings().entrySet()) {
                try (var row = statement.executeQuery("SHOW " + setting.getKey())) {
                    if (!row.next() || !row.getString(1).equals(setting.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    private void stop(PostgresCommands programs) throws IOException {
        String data = cluster.data().toString();
        try {
            programs.run("pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", "40");
        } catch (IOException slow) {
            log.warn("The embedded database does not stop; ending it hard, its journal keeps what was committed");
            programs.run("pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", "-t", "20");
        }
    }

    private void launch(PostgresCommands programs) throws IOException {
        if (Files.exists(serverLog()) && Files.size(serverLog()) > LARGE_LOG) {
            Files.move(serverLog(), home.resolve("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        String options = serverSettings().entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "='" + setting.getValue() + "'")
                .collect(Collectors.joining(" ", "-p " + port + " ", ""));
        programs.run(
                "pg_ctl",
                "start",
                "-D",
                cluster.data().toString(),
                "-w",
                "-t",
                "60",
                "-l",
                serverLog().toString(),
                "-o",
                options);
    }

    private Map<String, String> serverSettings() {
        Map<String, String> server = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", String.valueOf(settings.connections()),
                "fsync", "on",
                "full_page_writes", "on",
                "synchronous_commit", "on",
                "shared_buffers", "64MB",
                "log_timezone", "UTC"));
        // Small and of few processes: it shares a machine with the hub, and its tables are read by key.
        server.put("io_method", "sync");
        server.put("max_parallel_workers_per_gather", "0");
        // A refused row or statement holds names and addresses of buyers; the server's log is no place for them.
        server.put("log_error_verbosity", "terse");
        server.put("log_min_error_statement", "panic");
        return server;
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                if (row.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + NAME);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database) + "?loginTimeout=10", PostgresCluster.USER, password());
    }

    private String lastComplaint() throws IOException {
        if (!Files.exists(serverLog())) {
            return "";
        }
        List<String> complaints = Files.readAllLines(serverLog()).stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .toList();
        return complaints.isEmpty() ? "" : " " + complaints.get(complaints.size() - 1);
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException busy) {
            throw new StartFailure(
                    "port " + port + " of the embedded database is in use. Stop what uses it, or choose another with"
                            + " --caravan.platform.database.port=5433 (0 picks a free one).",
                    busy);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the start was interrupted", interrupted);
        }
    }
}
