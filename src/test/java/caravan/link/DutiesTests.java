package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.link.Duties.Duty;
import caravan.link.Duties.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class DutiesTests {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LATER = Duration.ofHours(1);

    private final Duties duties;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final List<Object> heard = new ArrayList<>();
    private final Duties heardDuties;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));

    DutiesTests(Duties duties, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.duties = duties;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.heardDuties = new Duties(jdbc, heard::add);
    }

    @Test
    void isDueAtOnceAndThenAgainWhenItsPeriodHasPassed() throws Exception {
        duties.keep(connection, "poll", DAY);
        duties.done(claimed(1), 1, "cursor-1");
        duties.markPassed();
        assertThat(duties.claim(connection, 1)).isEmpty();
        assertThat(state("poll")).returns(DAY, State::every).returns(null, State::dueSince);

        age("poll");
        // The scheduler's own job does it.
        Await.until("the poll is due again", () -> state("poll").dueSince() != null);
        assertThat(claimed(1)).isEqualTo(new Duty(connection, "poll", "cursor-1", 1));
    }

    @Test
    void doesOnceWhatHasNoPeriodUntilItIsMarked() {
        duties.keep(connection, "backfill", null);
        duties.done(claimed(1), 1, null);
        age("backfill");
        duties.markPassed();
        assertThat(duties.claim(connection, 1)).isEmpty();
        duties.mark(connection, "backfill");
        assertThat(claimed(1).kind()).isEqualTo("backfill");
    }

    @Test
    void changesThePeriodOfADutyWithoutMakingItDue() {
        duties.keep(connection, "poll", DAY);
        duties.done(claimed(1), 1, null);
        duties.keep(connection, "poll", Duration.ofSeconds(90));
        assertThat(state("poll")).returns(Duration.ofSeconds(90), State::every).returns(null, State::dueSince);
    }

    @Test
    void marksNothingThatDoesNotExist() {
        heardDuties.mark(connection, "poll");
        assertThat(duties.of(connection)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void wakesOwnersWhenADutyIsMadeOrMarked() {
        DutiesDue due = new DutiesDue(Set.of(connection));
        heardDuties.keep(connection, "poll", DAY);
        assertThat(heard).containsExactly(due);
        heardDuties.mark(connection, "poll");
        assertThat(heard).containsExactly(due, due);
        duties.done(claimed(1), 1, null);
        heardDuties.keep(connection, "poll", Duration.ofSeconds(1));
        assertThat(heard).hasSize(2);
    }

    @Test
    void claimsTheOldestFirst() {
        duties.keep(connection, "b", DAY);
        duties.keep(connection, "a", DAY);
        Duty first = claimed(1);
        assertThat(first.kind()).isEqualTo("b");
        duties.done(first, 1, null);
        Duty second = claimed(1);
        assertThat(second.kind()).isEqualTo("a");
        duties.done(second, 1, null);
        assertThat(duties.claim(connection, 1)).isEmpty();
    }

    @Test
    void countsAClaimBeforeTheWorkWhateverBecomesOfTheCaller() {
        duties.keep(connection, "poll", DAY);
        transactions.executeWithoutResult(transaction -> {
            claimed(1);
            transaction.setRollbackOnly();
        });
        assertThat(claimed(1).attempts()).as("left claimed by this very owner").isEqualTo(2);
        assertThat(claimed(2).attempts()).as("left claimed by an older one").isEqualTo(3);
    }

    @Test
    void recordsNothingOfAnOlderEpoch() {
        duties.keep(connection, "pull", null);
        Duty older = claimed(1);
        Duty newer = claimed(2);
        duties.progress(older, 1, 7, 9L, "old");
        duties.done(older, 1, "old");
        duties.failed(older, 1, Fault.DEFECT, "old", LATER);
        assertThat(state("pull"))
                .returns(null, State::cursor)
                .returns(null, State::fault)
                .returns(null, State::doneAt)
                .returns(0L, State::progress);
        duties.done(newer, 2, "new");
        assertThat(state("pull")).returns("new", State::cursor).returns(null, State::dueSince);
    }

    @Test
    void staysDueForAMarkThatCameMeanwhile() {
        duties.keep(connection, "poll", DAY);
        Duty duty = claimed(1);
        duties.mark(connection, "poll");
        duties.done(duty, 1, null);
        assertThat(claimed(1).attempts()).isEqualTo(1);
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        duties.keep(connection, "backfill", null);
        Duty duty = claimed(1);
        duties.progress(duty, 1, 100, 250L, "page-2");
        duties.progress(duty, 1, 150, 250L, null);
        Duty again = claimed(2);
        assertThat(again).isEqualTo(new Duty(connection, "backfill", "page-2", 2));
        assertThat(state("backfill")).returns(150L, State::progress).returns(250L, State::total);
    }

    @Test
    void beginsAnewAfterADoneWithoutACursor() {
        duties.keep(connection, "backfill", null);
        Duty duty = claimed(1);
        duties.progress(duty, 1, 100, 250L, "page-2");
        duties.done(duty, 1, null);
        assertThat(state("backfill").progress()).isEqualTo(100);
        duties.mark(connection, "backfill");
        assertThat(claimed(1).cursor()).isNull();
        assertThat(state("backfill")).returns(0L, State::progress).returns(null, State::total);
    }

    @Test
    void waitsAfterAFailureAndSaysWhy() {
        duties.keep(connection, "poll", DAY);
        duties.failed(claimed(1), 1, Fault.UNREACHED, "no route to host", LATER);
        assertThat(duties.claim(connection, 1)).isEmpty();
        assertThat(state("poll"))
                .returns("UNREACHED", State::fault)
                .returns("no route to host", State::detail)
                .matches(state -> state.dueSince() != null);
        duties.mark(connection, "poll");
        duties.done(claimed(1), 1, null);
        assertThat(state("poll")).returns(null, State::fault).returns(null, State::detail);
    }

    @Test
    void leavesAVendorAloneThatAskedForItHoweverOftenItIsMarked() {
        duties.keep(connection, "poll", DAY);
        duties.failed(claimed(1), 1, Fault.THROTTLED, "429", LATER);
        duties.mark(connection, "poll");
        assertThat(duties.claim(connection, 1)).isEmpty();
    }

    @Test
    void forgetsWhatIsDropped() {
        duties.keep(connection, "poll", DAY);
        Duty duty = claimed(1);
        duties.drop(connection, "poll");
        duties.done(duty, 1, "late");
        assertThat(duties.of(connection)).isEmpty();
    }

    private Duty claimed(long epoch) {
        Optional<Duty> claim = duties.claim(connection, epoch);
        assertThat(claim).isPresent();
        return claim.orElseThrow();
    }

    private State state(String kind) {
        return duties.of(connection).stream()
                .filter(state -> state.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private void age(String kind) {
        jdbc.sql(
                        "UPDATE duty SET done_at = done_at - interval '2 days' WHERE connection = :connection AND kind = :kind")
                .param("connection", connection.value())
                .param("kind", kind)
                .update();
    }
}
