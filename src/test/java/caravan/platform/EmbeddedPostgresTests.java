package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.kit.TestFolder;
import caravan.platform.PlatformSettings.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server by itself, without a hub around it. */
class EmbeddedPostgresTests {
    private static final DatabaseSettings DEFAULTS = new DatabaseSettings(0, 100);

    /** Programs and a fresh cluster are made once; each test starts from a copy. */
    private static final Path TEMPLATE = TestFolder.of("postgres-template");

    private final Path folder;
    private final DataFolder data;
    private final EmbeddedPostgres postgres;

    EmbeddedPostgresTests(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        new ProcessBuilder("cp", "-a", TEMPLATE.resolve("postgres").toString(), folder.toString())
                .start()
                .waitFor();
        this.data = DataFolder.take(folder);
        this.postgres = new EmbeddedPostgres(data, DEFAULTS);
    }

    @BeforeAll
    static void makeTemplate() throws IOException {
        try (DataFolder first = DataFolder.take(TEMPLATE)) {
            EmbeddedPostgres made = new EmbeddedPostgres(first, DEFAULTS);
            made.start();
            made.stop();
        }
    }

    @AfterEach
    void stop() throws IOException {
        postgres.stop();
        data.close();
    }

    @Test
    void leavesNoServerAndNoPidFileWhenItStops() throws Exception {
        postgres.start();
        ProcessHandle server =
                ProcessHandle.of(postgres.running().orElseThrow().pid()).orElseThrow();
        postgres.stop();

        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void refusesAWrongPasswordAndNoPassword() {
        postgres.start();

        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "caravan", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "caravan", null))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        postgres.start();

        for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : device.inetAddresses().toList()) {
                boolean answers = answers(address, postgres.port());
                assertThat(answers)
                        .as(address.toString())
                        .isEqualTo(address.getHostAddress().equals("127.0.0.1"));
            }
        }
    }

    @Test
    void adoptsAServerThatIsAsConfigured() throws Exception {
        postgres.start();
        Postmaster orphan = postgres.running().orElseThrow();
        EmbeddedPostgres next = new EmbeddedPostgres(data, DEFAULTS);
        next.start();

        assertThat(next.running()).contains(orphan);
        assertThat(next.port()).isEqualTo(postgres.port());
    }

    @Test
    void replacesAServerThatIsNotAsConfigured() throws Exception {
        postgres.start();
        Postmaster orphan = postgres.running().orElseThrow();
        EmbeddedPostgres next = new EmbeddedPostgres(data, new DatabaseSettings(0, 42));
        next.start();

        assertThat(next.running().orElseThrow().pid()).isNotEqualTo(orphan.pid());
        assertThat(show(next, "max_connections")).isEqualTo("42");
    }

    @Test
    void keepsWhatWasCommittedWhenTheServerIsKilled() throws Exception {
        postgres.start();
        execute("CREATE TABLE kept AS SELECT 7 AS seven");
        ProcessHandle server =
                ProcessHandle.of(postgres.running().orElseThrow().pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
        assertThat(pidFile()).exists();
        postgres.start();

        assertThat(query("SELECT seven FROM kept")).isEqualTo("7");
    }

    @Test
    void ignoresAPidFileThatNamesAProcessOfSomethingElse() throws Exception {
        writePidFile(ProcessHandle.current().pid());
        postgres.start();

        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void ignoresAPidFileThatNamesTheServerOfAnotherFolder() throws Exception {
        try (DataFolder elsewhere = DataFolder.take(TEMPLATE)) {
            EmbeddedPostgres other = new EmbeddedPostgres(elsewhere, DEFAULTS);
            other.start();
            try {
                writePidFile(other.running().orElseThrow().pid());
                postgres.start();

                assertThat(other.running()).isPresent();
                assertThat(postgres.port()).isNotEqualTo(other.port());
                assertThat(query("SELECT 1")).isEqualTo("1");
            } finally {
                other.stop();
            }
        }
    }

    @Test
    void ignoresAnEmptyPidFile() throws Exception {
        Files.writeString(pidFile(), "");
        postgres.start();

        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void startsAfreshWhenTheFirstStartWasCutOff() throws Exception {
        Path home = folder.resolve("postgres");
        Files.move(home.resolve("server"), home.resolve("draft-1"));
        Files.delete(home.resolve("draft-1/data/global/pg_control"));
        Path binaries;
        try (var children = Files.list(home)) {
            binaries = children.filter(child -> child.getFileName().toString().startsWith("binaries-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(binaries.resolve("complete"));
        Files.delete(binaries.resolve("bin/postgres"));
        postgres.start();

        assertThat(query("SELECT 1")).isEqualTo("1");
        assertThat(home.resolve("draft-1")).doesNotExist();
    }

    @Test
    void runsAsNobodyWhereRootMayNotUseNamespaces() throws Exception {
        assumeTrue(ServerUser.isRoot(), "only root can hand the server to nobody");
        EmbeddedPostgres handed = new EmbeddedPostgres(data, DEFAULTS, ServerUser.NOBODY);
        handed.start();
        try {
            Path process = Path.of(
                    "/proc", String.valueOf(handed.running().orElseThrow().pid()));
            assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo(65_534);
        } finally {
            handed.stop();
        }
        // A later start may find namespaces allowed again, and takes the files back.
        postgres.start();
        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void saysSoWhenNobodyCannotReachTheFolder() throws Exception {
        assumeTrue(ServerUser.isRoot(), "only root can hand the server to nobody");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> new EmbeddedPostgres(data, DEFAULTS, ServerUser.NOBODY).start())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the user nobody, who cannot reach");
    }

    @Test
    void saysSoWhenItsPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedPostgres next = new EmbeddedPostgres(data, new DatabaseSettings(taken.getLocalPort(), 100));
            assertThatThrownBy(next::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " of the embedded database is in use.");
        }
    }

    @Test
    void saysSoWhenAnotherVersionMadeTheCluster() throws Exception {
        Files.writeString(folder.resolve("postgres/server/data/PG_VERSION"), "17\n");

        assertThatThrownBy(postgres::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was made by PostgreSQL 17");
    }

    @Test
    void repeatsTheServersOwnComplaintWhenItDoesNotStart() throws Exception {
        Files.delete(folder.resolve("postgres/server/data/global/pg_control"));

        assertThatThrownBy(postgres::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("could not open file");
    }

    private Path pidFile() {
        return folder.resolve("postgres/server/data/postmaster.pid");
    }

    private void writePidFile(long pid) throws IOException {
        Files.write(
                pidFile(),
                List.of(
                        String.valueOf(pid),
                        folder.resolve("postgres/server/data").toString(),
                        "1700000000",
                        "1",
                        "",
                        "127.0.0.1",
                        "  1 1",
                        "ready"));
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String show(EmbeddedPostgres server, String setting) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), PostgresCluster.USER, server.password());
                var row = connection.createStatement().executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), PostgresCluster.USER, postgres.password());
    }
}
