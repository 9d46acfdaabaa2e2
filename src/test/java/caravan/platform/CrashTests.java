package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Whole hubs in processes of their own, killed as a fault would. The tests are one story of one data folder, to stay quick. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashTests {
    private final Path folder;
    private @Nullable HubProcess hub;

    CrashTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterAll
    void stopHub() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    @Order(1)
    void repairsAFirstStartThatWasKilled() throws Exception {
        HubProcess cutOff = HubProcess.start(data());
        try {
            while (!Files.exists(home()) || !hasDraft()) {
                assertThat(cutOff.isRunning()).as(cutOff.output()).isTrue();
                Thread.sleep(5);
            }
        } finally {
            cutOff.kill();
        }
        assertThat(home().resolve("server")).doesNotExist();

        startHub();
        execute("CREATE TABLE survivor AS SELECT 1 AS id");
    }

    @Test
    @Order(2)
    void adoptsADatabaseThatAKilledHubLeftRunning() throws Exception {
        hub().kill();
        long orphan = server().pid();

        startHub();
        assertThat(hub().output()).contains("Adopting the database");
        assertThat(server().pid()).isEqualTo(orphan);
        execute("INSERT INTO survivor VALUES (2)");
    }

    @Test
    @Order(3)
    void keepsWhatWasCommittedWhenHubAndDatabaseAreKilled() throws Exception {
        hub().kill();
        ProcessHandle database = ProcessHandle.of(server().pid()).orElseThrow();
        database.destroyForcibly();
        assertThat(database.onExit()).succeedsWithin(Duration.ofSeconds(10));

        startHub();
        assertThat(query("SELECT count(*) FROM survivor")).isEqualTo("2");
    }

    @Test
    @Order(4)
    void letsNoSecondHubIntoItsFolder() throws Exception {
        expectRefusal(
                "is in use by another hub (process " + hub().pid() + "). Stop that one", HubProcess.start(data()));
    }

    @Test
    @Order(5)
    void usesAnExternalDatabaseByConfigurationAlone() throws Exception {
        Path other = folder.resolve("other hub");
        String named = "--spring.datasource.hikari.data-source-properties.ApplicationName=second";
        try (HubProcess second = startExternal(other, named).awaitReady()) {
            assertThat(second.output()).doesNotContain("Creating the embedded database");
            assertThat(other.resolve("postgres")).doesNotExist();
            assertThat(query("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'second'"))
                    .as("the second hub is connected to the database of the first")
                    .isEqualTo("t");
        }
        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    @Order(6)
    void saysInOneLineThatItsPortIsInUse() throws Exception {
        expectRefusal(
                "port " + hub().port() + " is in use. Stop what uses it",
                startExternal(folder.resolve("third"), "--server.port=" + hub().port()));
    }

    @Test
    @Order(7)
    void saysInOneLineThatADatabaseCannotBeReached() throws Exception {
        expectRefusal(
                "Connection to 127.0.0.1:1 refused",
                HubProcess.start(
                        folder.resolve("third"), "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/caravan"));
    }

    @Test
    @Order(8)
    void saysInOneLineThatASettingIsUnknown() throws Exception {
        expectRefusal(
                "unknown setting 'caravan.platfrom.data'",
                HubProcess.start(folder.resolve("fourth"), "--caravan.platfrom.data=x"));
        assertThat(folder.resolve("fourth")).doesNotExist();
    }

    @Test
    @Order(9)
    void leavesNoServerAndNoPidFileWhenItIsToldToStop() throws Exception {
        ProcessHandle database = ProcessHandle.of(server().pid()).orElseThrow();

        assertThat(hub().stop()).isEqualTo(143);
        assertThat(database.onExit()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(serverData().resolve("postmaster.pid")).doesNotExist();
        assertThat(hub().output()).doesNotContain("ERROR", "Exception");
    }

    private void startHub() throws Exception {
        hub = HubProcess.start(data()).awaitReady();
    }

    private HubProcess hub() {
        return Objects.requireNonNull(hub);
    }

    private HubProcess startExternal(Path data, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        // A database used with a key wants that key from every hub.
        all.add("--caravan.security.keys[0].id=local");
        all.add("--caravan.security.keys[0].key="
                + Files.readString(data().resolve("secret.key")).strip());
        all.add("--spring.datasource.url=" + url());
        all.add("--spring.datasource.username=" + PostgresCluster.USER);
        all.add("--spring.datasource.password=" + password());
        return HubProcess.start(data, all.toArray(String[]::new));
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
        assertThat(hub.output()).doesNotContain("\tat ", "Caused by", "ERROR", "APPLICATION FAILED TO START");
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
