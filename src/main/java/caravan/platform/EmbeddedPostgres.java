package caravan.platform;

import caravan.platform.PlatformSettings.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server of the hub's own: durable, reachable from this machine only, behind a password.
 *
 * <p>It outlives a hub that is killed; the next start adopts it, or clears away what is left of it.
 */
final class EmbeddedPostgres {
    static final String USER = "caravan";
    private static final String NAME = "caravan";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final Path home;
    private final Path cluster;
    private final Path passwordFile;
    private final DatabaseSettings settings;
    private @Nullable PostgresCommands commands;
    private @Nullable String password;
    private int port;

    EmbeddedPostgres(Path data, DatabaseSettings settings) {
        this.home = data.toAbsolutePath().normalize().resolve("postgres");
        this.cluster = home.resolve("cluster");
        this.passwordFile = home.resolve("password");
        this.settings = settings;
    }

    /**
     * Starts the server, creating it on first use.
     *
     * @throws StartFailure if it cannot be started, with what to do about it
     */
    void start() {
        try {
            Files.createDirectories(home);
            Path binaries = PostgresBinaries.unpack(home);
            commands = new PostgresCommands(binaries, home);
            if (!Files.exists(cluster.resolve("PG_VERSION"))) {
                initialise();
            }
            password = Files.readString(passwordFile).trim();
            if (!adoptOrphan()) {
                launch();
            }
            createDatabase();
        } catch (IOException | SQLException failure) {
            throw new StartFailure(
                    "the embedded database in '" + home + "' cannot be used (" + failure.getMessage()
                            + "). Check the folder and " + home.resolve("server.log")
                            + ", or set caravan.platform.data to another folder.",
                    failure);
        }
    }

    /** Stops the server; everything that used it has been closed before. */
    void stop() {
        try {
            if (commands != null && Files.exists(pidFile())) {
                commands.run("pg_ctl", List.of("stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "60"));
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

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    private PostgresCommands commands() {
        if (commands == null) {
            throw new IllegalStateException("The embedded database is used before it started.");
        }
        return commands;
    }

    private void initialise() throws IOException {
        log.info("Creating the embedded database in {}", cluster);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        PrivateFiles.write(passwordFile, HexFormat.of().formatHex(random));
        // A first start that was cut off leaves a half-made folder without PG_VERSION; initdb refuses it.
        PrivateFiles.deleteTree(cluster);
        commands().share(passwordFile);
        commands()
                .run(
                        "initdb",
                        List.of(
                                "-D",
                                cluster.toString(),
                                "-U",
                                USER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--data-checksums"));
    }

    /** A server left behind by a killed hub is taken over if it answers to our password; otherwise it is stopped. */
    private boolean adoptOrphan() throws IOException {
        if (!Files.exists(pidFile())) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile());
        long pid = lines.isEmpty() ? -1 : parse(lines.get(0));
        boolean serves = pid > 0
                && ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .filter(command ->
                                Path.of(command).getFileName().toString().equals("postgres"))
                        .isPresent();
        if (!serves) {
            log.info("Removing a stale {} of process {}", pidFile().getFileName(), pid);
            Files.delete(pidFile());
            return false;
        }
        port = lines.size() > 3 ? (int) parse(lines.get(3)) : -1;
        if ((settings.port() == 0 || settings.port() == port) && servesThisFolder()) {
            log.info("Adopting the database that a killed hub left running, process {}", pid);
            return true;
        }
        commands().run("pg_ctl", List.of("stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "60"));
        return false;
    }

    private boolean servesThisFolder() {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW data_directory")) {
            return row.next() && Path.of(row.getString(1)).equals(cluster);
        } catch (SQLException refused) {
            return false;
        }
    }

    private void launch() throws IOException {
        port = settings.port() == 0 ? freePort() : settings.port();
        List<String> options = new ArrayList<>();
        options.add("-p " + port);
        setting(options, "listen_addresses", "127.0.0.1");
        setting(options, "unix_socket_directories", "");
        setting(options, "max_connections", String.valueOf(settings.connections()));
        setting(options, "fsync", "on");
        setting(options, "synchronous_commit", "on");
        setting(options, "shared_buffers", "64MB");
        setting(options, "timezone", "UTC");
        setting(options, "log_timezone", "UTC");
        commands()
                .run(
                        "pg_ctl",
                        List.of(
                                "start",
                                "-D",
                                cluster.toString(),
                                "-w",
                                "-t",
                                "60",
                                "-l",
                                home.resolve("server.log").toString(),
                                "-o",
                                String.join(" ", options)));
    }

    private static void setting(List<String> options, String name, String value) {
        options.add("-c " + name + "='" + value + "'");
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
        return DriverManager.getConnection(url(database) + "?loginTimeout=10", USER, password());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long parse(String number) {
        try {
            return Long.parseLong(number.trim());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
