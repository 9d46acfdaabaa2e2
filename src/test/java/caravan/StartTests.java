package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class StartTests {
    private final JdbcClient jdbc;

    StartTests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Test
    void databaseIsDurable() {
        assertThat(jdbc.sql("SHOW fsync").query(String.class).single()).isEqualTo("on");
        assertThat(jdbc.sql("SHOW synchronous_commit").query(String.class).single())
                .isEqualTo("on");
    }
}
