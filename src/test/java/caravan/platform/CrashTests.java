package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Whole hubs in processes of their own, killed as a fault would. The tests share a data folder to stay quick. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashTests {
    private final Path folder;

    CrashTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Order(1)
    void repairsAFirstStartThatWasKilled() throws Exception {
        HubProcess hub = HubProcess.start(data());
        try {
            while (!Files.exists(home()) || !hasDraft()) {
                Thread.sleep(5);
            }
        } finally {
            hub.kill();
        }
        assertThat(home().resolve("server")).doesNotExist();
        try (HubProcess next = HubProcess.start(data()).awaitReady()) {
            assertThat(query("SELECT 1")).isEqualTo("1");
            assertThat(next.stop()).isEqualTo(143);
        }
    }

    @Test
    @Order(2)
    void adoptsADatabaseThatAKilledHubLeftRunning() throws Exception {
        HubProcess killed = HubProcess.start(data()).awaitReady();
        execute("CREATE TABLE survivor AS SELECT 1 AS id");
        killed.kill();
        long orphan = server().pid();

        try (HubProcess hub = HubProcess.start(data()).awaitReady()) {
            assertThat(hub.output()).contains("Adopting the database");
            assertThat(server().pid()).isEqualTo(orphan);
            execute("INSERT INTO survivor VALUES (2)");

            // Hub and server die at the same moment.
            hub.kill();
            ProcessHandle process = ProcessHandle.of(orphan).orElseThrow();
            process.destroyForcibly();
            process.onExit().get(10, TimeUnit.SECONDS);
        }
        try (HubProcess hub = HubProcess.start(data()).awaitReady()) {
            assertThat(query("SELECT count(*) FROM survivor")).isEqualTo("2");
            ProcessHandle last = ProcessHandle.of(server().pid()).orElseThrow();
            hub.stop();
            assertThat(last.onExit()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(serverData().resolve("postmaster.pid")).doesNotExist();
        }
    }

    @Test
    @Order(3)
    void usesAnExternalDatabaseByConfigurationAloneAndOneFolderForOneHub() throws Exception {
        try (HubProcess first = HubProcess.start(data()).awaitReady()) {
            String url = url();
            Path other = folder.resolve("other hub");
            try (HubProcess second = HubProcess.start(
                            other,
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=caravan",
                            "--spring.datasource.password=" + password());
                    HubProcess third = HubProcess.start(data())) {
                assertThat(third.awaitExit()).isEqualTo(2);
                assertThat(third.output())
                        .contains("is in use by another hub (process " + first.pid() + "). Stop that one");
                expectOneLine(third);

                second.awaitReady();
                assertThat(query("SELECT count(DISTINCT application_name) FROM pg_stat_activity"
                                + " WHERE application_name = 'caravan'"))
                        .isEqualTo("1");
                assertThat(other.resolve("postgres")).doesNotExist();
            }
            expectRefusal(
                    first.port() == 0 ? "" : "port " + first.port() + " is in use. Stop what uses it",
                    HubProcess.start(
                            folder.resolve("third"),
                            "--server.port=" + first.port(),
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=caravan",
                            "--spring.datasource.password=" + password()));
            expectRefusal(
                    "password authentication failed",
                    HubProcess.start(
                            folder.resolve("third"),
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=caravan",
                            "--spring.datasource.password=wrong"));
        }
    }

    @Test
    @Order(4)
    void saysInOneLineWhatIsWrongWithTheSettings() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        expectRefusal("'" + file + "' cannot be used (it is a file)", HubProcess.start(file));
        expectRefusal(
                "unknown setting 'caravan.platfrom.data'",
                HubProcess.start(folder.resolve("third"), "--caravan.platfrom.data=x"));
        expectRefusal(
                "unknown setting 'caravan.platform.database.prot'",
                HubProcess.start(folder.resolve("third"), "--caravan.platform.database.prot=1"));
    }

    @Test
    @Order(5)
    void saysInOneLineThatADatabaseCannotBeReached() throws Exception {
        expectRefusal(
                "Connection to 127.0.0.1:1 refused",
                HubProcess.start(
                        folder.resolve("third"), "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/caravan"));
    }

    private static void expectRefusal(String words, HubProcess hub) throws IOException, InterruptedException {
        try (hub) {
            assertThat(hub.awaitExit()).as(hub.output()).isEqualTo(2);
            assertThat(hub.output()).contains(words);
            expectOneLine(hub);
        }
    }

    private static void expectOneLine(HubProcess hub) throws IOException {
        assertThat(hub.output().lines().filter(line -> line.contains("Caravan did not start: ")))
                .hasSize(1);
        assertThat(hub.output()).doesNotContain("\tat ", "Exception", "ERROR", "APPLICATION FAILED TO START");
    }

    private boolean hasDraft() throws IOException {
        try (var children = Files.newDirectoryStream(home(), "draft-*")) {
            return children.iterator().hasNext();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path home() {
        return data().resolve("postgres");
    }

    private Path serverData() {
        return home().resolve("server/data");
    }

    private Postmaster server() throws IOException {
        return Postmaster.find(serverData()).orElseThrow();
    }

    private String url() throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + server().port() + "/caravan";
    }

    private String password() throws IOException {
        return new PostgresCluster(home()).password();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), PostgresCluster.USER, password())) {
            connection.createStatement().execute(sql);
        }
    }

    private String query(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), PostgresCluster.USER, password());
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
