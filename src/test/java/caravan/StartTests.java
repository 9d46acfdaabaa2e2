package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class StartTests {
    private final JdbcClient jdbc;
    private final HikariDataSource pool;

    StartTests(JdbcClient jdbc, HikariDataSource pool) {
        this.jdbc = jdbc;
        this.pool = pool;
    }

    @Test
    void poolIsBoundedAndDoesNotKeepPeopleWaiting() {
        assertThat(pool.getMaximumPoolSize()).isEqualTo(16);
        assertThat(pool.getConnectionTimeout()).isEqualTo(2000);
    }

    @Test
    void aHubThatIsStoppedInATransactionDoesNotKeepOthersFromItsRowsForEver() {
        assertThat(jdbc.sql("SHOW idle_in_transaction_session_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("10s");
    }

    @Test
    void databaseIsDurable() {
        assertThat(jdbc.sql("SHOW fsync").query(String.class).single()).isEqualTo("on");
        assertThat(jdbc.sql("SHOW synchronous_commit").query(String.class).single())
                .isEqualTo("on");
    }
}
