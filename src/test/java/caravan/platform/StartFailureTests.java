package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.AbstractDataSource;

class StartFailureTests {
    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    private final Path folder;

    StartFailureTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void defaultsArePicked() {
        settings.run(context -> assertThat(context.getBean(PlatformSettings.class))
                .returns(Path.of("data"), PlatformSettings::data)
                .returns(new PlatformSettings.DatabaseSettings(0, 100), PlatformSettings::database));
    }

    @Test
    void otherSettingsAreTaken() {
        settings.withPropertyValues(
                        "caravan.platform.data=/srv/caravan",
                        "caravan.platform.database.port=5433",
                        "caravan.platform.database.connections=50")
                .run(context -> assertThat(context.getBean(PlatformSettings.class))
                        .returns(Path.of("/srv/caravan"), PlatformSettings::data)
                        .returns(new PlatformSettings.DatabaseSettings(5433, 50), PlatformSettings::database));
    }

    @Test
    void namesEveryUnknownSettingAtOnce() {
        expect("unknown setting 'caravan.one.a'", "caravan.one.a=1", "caravan.two=2");
        expect("'caravan.two'", "caravan.one.a=1", "caravan.two=2");
    }

    @Test
    void namesAnUnknownSettingBesideKnownOnes() {
        expect("unknown setting 'caravan.platform.dta'", "caravan.platform.dta=x");
    }

    @Test
    void namesASettingOfTheWrongKindButNotItsValue() {
        expect("'caravan.platform.database.port'", "caravan.platform.database.port=hush");
        settings.withPropertyValues("caravan.platform.database.port=hush")
                .run(context -> assertThat(line(context)).doesNotContain("hush"));
    }

    @Test
    void namesASettingOutOfRange() {
        expect("port must be from 0 to 65535", "caravan.platform.database.port=70000");
        expect("connections must be from 20", "caravan.platform.database.connections=3");
    }

    @Test
    void refusesADatabaseThatIsNotPostgres() {
        expect("spring.datasource.url does not name a PostgreSQL", "spring.datasource.url=jdbc:h2:mem:x");
    }

    @Test
    void keepsTheStackTraceOfADefect() {
        assertThat(StartFailure.exitCode(new IllegalStateException(new SQLException("no such table", "42P01"))))
                .isEqualTo(1);
        assertThat(StartFailure.exitCode(new IllegalStateException(new SQLException("refused", "08001"))))
                .isEqualTo(2);
    }

    @Test
    void refusesADatabaseThatWouldFailAtTheFirstSale() {
        assertThatThrownBy(() -> DatabaseStart.requireVersion(17))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "the database is PostgreSQL 17, and Caravan needs 18 or newer. Upgrade it, or name another in"
                                + " spring.datasource.url.");
        DatabaseStart.requireVersion(18);
    }

    @Test
    void waitsForADatabaseThatStartsWithTheHub() {
        AtomicInteger asked = new AtomicInteger();
        DataSource starting = new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (asked.incrementAndGet() < 3) {
                    throw new SQLException("the database system is starting up", "57P03");
                }
                throw new SQLException("password authentication failed", "28P01");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
        assertThatThrownBy(() -> new DatabaseStart(Duration.ofMinutes(1)).version(starting))
                .hasCause(new SQLException("password authentication failed", "28P01"));
        assertThat(asked).hasValue(3);
    }

    @Test
    void tellsInOneLineThatADatabaseDidNotAnswerInTime() {
        Throwable late = new IllegalStateException(
                new SQLTransientConnectionException("caravan - Connection is not available, request timed out"));
        assertThat(StartFailureReporter.describe(late).orElseThrow()).contains("the database cannot be used");
    }

    @Test
    void oneProcessHoldsADataFolderOnce() throws Exception {
        try (DataFolder held = DataFolder.take(folder)) {
            Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), held.path());
            assertThatThrownBy(() -> DataFolder.take(link))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is in use by another hub (this process)");
            Files.delete(link);
        }
        DataFolder.take(folder).close();
    }

    @Test
    void aDataFolderThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("plain"));
        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the data folder '" + file + "' cannot be used (it is a file)");
    }

    @Test
    void aParentThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataFolder.take(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the data folder '" + file.resolve("data") + "' cannot be used (");
    }

    private void expect(String words, String... properties) {
        settings.withPropertyValues(properties)
                .run(context -> assertThat(line(context)).contains(words));
    }

    private static String line(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure());
        return StartFailureReporter.describe(failure).orElseThrow();
    }

    @EnableConfigurationProperties(PlatformSettings.class)
    static class Settings {
        @Bean
        static SettingsCheck settingsCheck(Environment environment) {
            return new SettingsCheck(environment);
        }
    }
}
