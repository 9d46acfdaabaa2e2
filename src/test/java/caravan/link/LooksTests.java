package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.link.Looks.Hint;
import caravan.link.Looks.Look;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class LooksTests {
    private static final Duration LATER = Duration.ofHours(1);

    private final Looks looks;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));

    LooksTests(Looks looks, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.looks = looks;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void makesOneLookOfManyHints() {
        want("7");
        want("7");
        Look look = one(1);
        assertThat(look)
                .returns("order", Look::kind)
                .returns("7", Look::subject)
                .returns(2L, Look::hints);
        looks.done(look);
        assertThat(rows()).isZero();
    }

    @Test
    void waitsForMoreHintsFirst() {
        looks.want(List.of(new Hint(connection, "order", "7")), LATER);
        assertThat(looks.claim(connection, 1, 9)).isEmpty();
    }

    @Test
    void claimsAsManyAsAskedForOldestFirst() {
        want("b");
        want("a");
        want("c");
        List<Look> first = looks.claim(connection, 1, 2);
        assertThat(first).extracting(Look::subject).containsExactly("b", "a");
        first.forEach(looks::done);
        assertThat(looks.claim(connection, 1, 2)).extracting(Look::subject).containsExactly("c");
    }

    @Test
    void looksAgainForAHintThatCameMeanwhile() {
        want("7");
        Look first = one(1);
        want("7");
        looks.done(first);
        Look second = one(1);
        assertThat(second.hints()).isEqualTo(2);
        looks.done(second);
        assertThat(rows()).isZero();
    }

    @Test
    void countsAClaimBeforeTheCallWhateverBecomesOfTheCaller() {
        want("7");
        transactions.executeWithoutResult(transaction -> {
            one(1);
            transaction.setRollbackOnly();
        });
        assertThat(column("attempts", Integer.class)).isEqualTo(1);
    }

    @Test
    void claimsAgainWhatItsOwnerLeftUnmade() {
        want("7");
        Look left = one(1);
        Look again = one(1);
        looks.done(left);
        assertThat(rows()).as("the older claim says nothing any more").isOne();
        looks.done(again);
        assertThat(rows()).isZero();
    }

    @Test
    void recordsNothingOfAnOwnerThatLostTheConnection() {
        want("7");
        Look older = one(1);
        Look newer = one(2);
        looks.done(older);
        looks.failed(older, LATER, Fault.DEFECT, "late");
        assertThat(column("fault", String.class)).isNull();
        looks.done(newer);
        assertThat(rows()).isZero();
    }

    @Test
    void putsAFailedLookOffWhateverIsHintedMeanwhile() {
        want("7");
        looks.failed(one(1), LATER, Fault.THROTTLED, "429");
        want("7");
        assertThat(looks.claim(connection, 1, 9)).isEmpty();
        assertThat(column("fault", String.class)).isEqualTo("THROTTLED");
        assertThat(column("detail", String.class)).isEqualTo("429");
    }

    @Test
    void triesAFailedLookAgain() {
        want("7");
        looks.failed(one(1), Duration.ZERO, Fault.UNREACHED, "away");
        Look again = one(1);
        assertThat(column("attempts", Integer.class)).isEqualTo(2);
        looks.done(again);
        assertThat(rows()).isZero();
    }

    private void want(String subject) {
        looks.want(List.of(new Hint(connection, "order", subject)), Duration.ZERO);
    }

    private Look one(long epoch) {
        List<Look> claimed = looks.claim(connection, epoch, 9);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private int rows() {
        return jdbc.sql("SELECT count(*) FROM look WHERE connection = :connection")
                .param("connection", connection.value())
                .query(Integer.class)
                .single();
    }

    private <T> T column(String name, Class<T> type) {
        return jdbc.sql("SELECT " + name + " FROM look WHERE connection = :connection")
                .param("connection", connection.value())
                .query((row, index) -> row.getObject(name, type))
                .list()
                .get(0);
    }
}
