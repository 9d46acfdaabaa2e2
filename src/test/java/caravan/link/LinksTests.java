package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.link.Links.Claim;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class LinksTests {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration WAIT = Duration.ofHours(1);

    private final Links links;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));

    LinksTests(Links links, JdbcClient jdbc, TransactionTemplate transactions) {
        this.links = links;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    private record Row(long wanted, long done, Timestamp dueSince, long unheard, Timestamp nextAt, String fault) {
        boolean isDue() {
            return dueSince != null;
        }
    }

    @Test
    void claimsTheOldestDueFirst() {
        for (String subject : List.of("c", "a", "b")) {
            want(LinkKind.ORDER, subject);
        }
        set("due_since = clock_timestamp() - interval '1 hour'", LinkKind.ORDER, "b");
        assertThat(claim(1, 1)).extracting(Claim::subject).containsExactly("b");
        assertThat(claim(1, 9)).extracting(Claim::subject).containsExactly("c", "a");
    }

    @Test
    void doesNotMoveTheMomentItBecameDueWithLaterRises() {
        want(LinkKind.ORDER, "a");
        Timestamp since = row(LinkKind.ORDER, "a").dueSince();
        want(LinkKind.ORDER, "a");
        assertThat(row(LinkKind.ORDER, "a").dueSince()).isEqualTo(since);
        assertThat(row(LinkKind.ORDER, "a").wanted()).isEqualTo(2);
    }

    @Test
    void forgetsARefusalWithARiseButNotTheTimeOfTheNextTry() {
        want(LinkKind.ORDER, "a");
        links.failed(one(1), Fault.REFUSED, "no", WAIT);
        Row refused = row(LinkKind.ORDER, "a");
        assertThat(refused.fault()).isEqualTo("REFUSED");
        want(LinkKind.ORDER, "a");
        assertThat(row(LinkKind.ORDER, "a").fault()).isNull();
        assertThat(row(LinkKind.ORDER, "a").nextAt()).isEqualTo(refused.nextAt());
        assertThat(claim(1, 9)).isEmpty();
        set("next_at = '-infinity'", LinkKind.ORDER, "a");
        assertThat(one(1).wanted()).isEqualTo(2);
    }

    @Test
    void keepsOtherFaultsAndTheirWaitWhenItRises() {
        want(LinkKind.ORDER, "a");
        links.failed(one(1), Fault.UNREACHED, "away", WAIT);
        want(LinkKind.ORDER, "a");
        assertThat(row(LinkKind.ORDER, "a").fault()).isEqualTo("UNREACHED");
        assertThat(claim(1, 9)).isEmpty();
    }

    @Test
    void triesAgainWhatWasRefusedOrADefectIfItRoseDuringTheCall() {
        for (Fault fault : List.of(Fault.REFUSED, Fault.DEFECT)) {
            want(LinkKind.ORDER, fault.name());
            Claim claim = one(1);
            want(LinkKind.ORDER, fault.name());
            links.failed(claim, fault, "of the revision before", Duration.ZERO);
            Claim again = one(1);
            assertThat(again.wanted()).isEqualTo(2);
            links.done(again, null);
        }
    }

    @Test
    void doesNotRepeatARefusalOrADefectByItself() {
        for (Fault fault : List.of(Fault.REFUSED, Fault.DEFECT)) {
            want(LinkKind.ORDER, fault.name());
            links.failed(one(1), fault, "no", Duration.ZERO);
            assertThat(claim(1, 9)).isEmpty();
        }
    }

    @Test
    void countsAClaimBeforeItsCallWhateverBecomesOfTheCaller() {
        want(LinkKind.ORDER, "a");
        transactions.executeWithoutResult(transaction -> {
            one(1);
            transaction.setRollbackOnly();
        });
        assertThat(row(LinkKind.ORDER, "a").unheard()).isEqualTo(1);
        assertThat(claim(1, 9)).isEmpty();
    }

    @Test
    void isDoneAsFarAsTheClaimWantedAndStaysDueForARiseMeanwhile() {
        want(LinkKind.ORDER, "a");
        Claim first = one(1);
        want(LinkKind.ORDER, "a");
        assertThat(links.done(first, "vendor-1")).isTrue();
        assertThat(row(LinkKind.ORDER, "a")).returns(1L, Row::done).returns(true, Row::isDue);
        Claim second = one(1);
        assertThat(second).returns(2L, Claim::wanted).returns("vendor-1", Claim::externalId);
        links.done(second, null);
        assertThat(row(LinkKind.ORDER, "a"))
                .returns(2L, Row::done)
                .returns(0L, Row::unheard)
                .returns(false, Row::isDue);
    }

    @Test
    void neverTakesBackWhatIsDone() {
        want(LinkKind.ORDER, "a");
        want(LinkKind.ORDER, "a");
        Claim claim = one(1);
        set("wanted = 5, done = 4", LinkKind.ORDER, "a");
        links.done(claim, null);
        assertThat(row(LinkKind.ORDER, "a").done()).isEqualTo(4);
    }

    @Test
    void recordsNoResultOfAnOlderEpoch() {
        want(LinkKind.ORDER, "a");
        Claim older = one(1);
        outlast("a");
        Claim newer = one(2);
        assertThat(links.done(older, "vendor-1")).isFalse();
        assertThat(links.failed(older, Fault.REFUSED, "no", WAIT)).isFalse();
        assertThat(row(LinkKind.ORDER, "a"))
                .returns(0L, Row::done)
                .returns(null, Row::fault)
                .returns(2L, Row::unheard);
        assertThat(links.done(newer, "vendor-1")).isTrue();
    }

    @Test
    void letsNoOlderEpochTakeOverAClaimOfANewerOne() {
        want(LinkKind.ORDER, "a");
        one(2);
        outlast("a");
        assertThat(claim(1, 9)).isEmpty();
    }

    @Test
    void waitsForACallOfAnOlderEpochOnlyWithItsOwnSubject() {
        want(LinkKind.SHIPMENT, "a");
        one(1);
        want(LinkKind.ORDER, "a");
        want(LinkKind.ORDER, "b");
        assertThat(claim(2, 9)).extracting(Claim::subject).containsExactly("b");
        outlast("a");
        assertThat(claim(2, 9)).extracting(Claim::kind).containsExactly(LinkKind.ORDER);
    }

    @Test
    void neverHasTwoCallsOutForOneSubject() {
        want(LinkKind.PAYMENT, "a");
        Claim payment = one(1);
        want(LinkKind.ORDER, "a");
        assertThat(claim(1, 9)).isEmpty();
        links.done(payment, null);
        assertThat(one(1).kind()).isEqualTo(LinkKind.ORDER);
    }

    @Test
    void isADefectAfterThreeClaimsWithoutAResult() {
        want(LinkKind.ORDER, "a");
        for (int epoch = 1; epoch <= 3; epoch++) {
            one(epoch);
            outlast("a");
        }
        assertThat(claim(4, 9)).isEmpty();
        assertThat(row(LinkKind.ORDER, "a")).returns("DEFECT", Row::fault).returns(false, Row::isDue);
    }

    @Test
    void countsOnlyClaimsWithoutAResultTowardsADefect() {
        want(LinkKind.ORDER, "a");
        for (int epoch = 1; epoch <= 4; epoch++) {
            links.failed(one(epoch), Fault.UNREACHED, "away", Duration.ZERO);
        }
        assertThat(one(5).subject()).isEqualTo("a");
    }

    @Test
    void runsTheKindsOfASubjectInTheirOrder() {
        List<LinkKind> order = List.of(LinkKind.ORDER, LinkKind.PAYMENT, LinkKind.SHIPMENT, LinkKind.REFUND);
        for (LinkKind kind : List.of(LinkKind.REFUND, LinkKind.SHIPMENT, LinkKind.PAYMENT, LinkKind.ORDER)) {
            want(kind, "a");
        }
        for (LinkKind kind : order) {
            Claim claim = one(1);
            assertThat(claim.kind()).isEqualTo(kind);
            links.done(claim, null);
        }
        assertThat(claim(1, 9)).isEmpty();
    }

    @Test
    void holdsTheLaterKindsBehindARefusedOrDefectiveOneUntilItIsSkipped() {
        for (Fault fault : List.of(Fault.REFUSED, Fault.DEFECT)) {
            String subject = fault.name();
            want(LinkKind.ORDER, subject);
            want(LinkKind.PAYMENT, subject);
            links.failed(one(1), fault, "no", Duration.ZERO);
            assertThat(claim(1, 9)).isEmpty();
            links.skip(connection, LinkKind.ORDER, subject);
            assertThat(one(1).kind()).isEqualTo(LinkKind.PAYMENT);
        }
    }

    @Test
    void skipsNothingThatWasNotRefused() {
        want(LinkKind.ORDER, "a");
        links.skip(connection, LinkKind.ORDER, "a");
        assertThat(one(1).subject()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void neverGivesTwoClaimersTheSameLink(long otherEpoch) throws Exception {
        for (int i = 0; i < 300; i++) {
            want(LinkKind.ORDER, "order-" + i);
        }
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<List<Claim>>> both = new ArrayList<>();
            for (long epoch : new long[] {1, otherEpoch}) {
                both.add(threads.submit(() -> {
                    start.await();
                    return claimAll(epoch);
                }));
            }
            List<String> subjects = new ArrayList<>();
            for (Future<List<Claim>> claims : both) {
                claims.get().stream().map(Claim::subject).forEach(subjects::add);
            }
            assertThat(subjects).hasSize(300).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Claim> claimAll(long epoch) {
        List<Claim> all = new ArrayList<>();
        List<Claim> some = claim(epoch, 5);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = claim(epoch, 5);
        }
        return all;
    }

    private void want(LinkKind kind, String subject) {
        links.want(connection, kind, subject);
    }

    private List<Claim> claim(long epoch, int most) {
        return links.claim(connection, epoch, most, TIMEOUT);
    }

    private Claim one(long epoch) {
        List<Claim> claims = claim(epoch, 9);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    /** Lets the time-outs of all calls for a subject pass. */
    private void outlast(String subject) {
        jdbc.sql("""
                UPDATE link SET claimed_at = clock_timestamp() - interval '1 hour'
                WHERE connection = :connection AND subject = :subject AND claimed_by IS NOT NULL""")
                .param("connection", connection.value())
                .param("subject", subject)
                .update();
    }

    private void set(String columns, LinkKind kind, String subject) {
        jdbc.sql("UPDATE link SET " + columns
                        + " WHERE connection = :connection AND kind = :kind AND subject = :subject")
                .param("connection", connection.value())
                .param("kind", kind.name())
                .param("subject", subject)
                .update();
    }

    private Row row(LinkKind kind, String subject) {
        return jdbc.sql("SELECT * FROM link WHERE connection = :connection AND kind = :kind AND subject = :subject")
                .param("connection", connection.value())
                .param("kind", kind.name())
                .param("subject", subject)
                .query((row, index) -> new Row(
                        row.getLong("wanted"),
                        row.getLong("done"),
                        row.getTimestamp("due_since"),
                        row.getLong("unheard"),
                        row.getTimestamp("next_at"),
                        row.getString("fault")))
                .single();
    }
}
