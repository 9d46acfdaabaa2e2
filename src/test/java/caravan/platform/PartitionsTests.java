package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class PartitionsTests {
    private static final Instant NOW = Instant.parse("2099-11-15T12:00:00Z");

    private final JdbcClient jdbc;
    private final Partitions own;

    PartitionsTests(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.own = new Partitions(
                jdbc,
                transaction,
                table -> table.startsWith("month") ? Optional.of(Duration.ofDays(30)) : Optional.empty());
    }

    @Test
    void isDoneByTheScheduler() throws Exception {
        Await.until("the months ahead are there", () -> months("delivery").size() >= 2);
        Await.until("also of the timeline", () -> months("order_timeline").size() >= 2);
    }

    @Test
    void makesTheMonthsAheadOfEveryPartitionedTableOnce() {
        String table = table("ahead");
        own.care(NOW);
        own.care(NOW);
        assertThat(months(table)).containsExactly(table + "_2099_11", table + "_2099_12", table + "_2100_01");
        insert(table, "2099-12-31T23:59:59.9Z");
        insert(table, "2100-01-01T00:00:00Z");
        assertThat(count(table + "_2099_12")).isOne();
        assertThat(count(table + "_2100_01")).isOne();
    }

    @Test
    void leavesAMonthInTheDefaultPartitionThatHasRowsThere() {
        String table = table("begun");
        insert(table, "2099-11-02T00:00:00Z");
        own.care(NOW);
        assertThat(months(table)).containsExactly(table + "_2099_12", table + "_2100_01");
        assertThat(count(table)).isOne();
    }

    @Test
    void dropsWhatIsOlderThanItsRetentionAndNothingElse() {
        String table = table("month");
        for (String at : List.of("2099-09-30T23:00:00Z", "2099-10-17T00:00:00Z")) {
            insert(table, at);
        }
        own.care(NOW.minus(Duration.ofDays(60)));
        for (int i = 0; i < 2500; i++) {
            insert(table, "2098-01-01T00:00:00Z");
        }
        assertThat(months(table)).contains(table + "_2099_11");
        own.care(NOW);
        assertThat(jdbc.sql("SELECT at FROM " + table + " ORDER BY at")
                        .query(OffsetDateTime.class)
                        .list())
                .extracting(OffsetDateTime::toInstant)
                .containsExactly(Instant.parse("2099-10-17T00:00:00Z"));
        own.care(NOW.plus(Duration.ofDays(30 + 31)));
        assertThat(months(table)).doesNotContain(table + "_2099_11").contains(table + "_2099_12", table + "_2100_01");
    }

    @Test
    void keepsForEverWhatNobodySetARetentionFor() {
        String table = table("kept");
        insert(table, "1999-01-01T00:00:00Z");
        own.care(NOW);
        own.care(NOW.plus(Duration.ofDays(1000)));
        assertThat(months(table)).contains(table + "_2099_11");
        assertThat(count(table)).isOne();
    }

    private String table(String stem) {
        String table = Names.unique(stem).replace('-', '_');
        jdbc.sql("CREATE TABLE " + table + " (at timestamptz NOT NULL) PARTITION BY RANGE (at)")
                .update();
        jdbc.sql("CREATE TABLE " + table + "_rest PARTITION OF " + table + " DEFAULT")
                .update();
        return table;
    }

    private void insert(String table, String at) {
        jdbc.sql("INSERT INTO " + table + " VALUES (:at)")
                .param("at", Instant.parse(at).atOffset(ZoneOffset.UTC))
                .update();
    }

    private int count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }

    private List<String> months(String table) {
        return jdbc.sql("""
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = to_regclass(:name) AND c.relname ~ '_[0-9]{4}_[0-9]{2}$' ORDER BY 1""").param("name", table).query(String.class).list();
    }
}
