package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kit.HubTest;
import caravan.kit.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class LeaseTests {
    private static final Duration LENGTH = Duration.ofHours(10);
    private static final Duration MARGIN = Duration.ofHours(2);

    private final JdbcClient jdbc;
    private final LeaseKeeper keeper;
    private final Leases one;
    private final Leases other;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));

    LeaseTests(JdbcClient jdbc, LeaseKeeper keeper) {
        this.jdbc = jdbc;
        this.keeper = keeper;
        this.one = new Leases(jdbc, Names.unique("holder"), LENGTH);
        this.other = new Leases(jdbc, Names.unique("holder"), LENGTH);
    }

    @Test
    void onlyOneOfTwoHoldersGetsAConnection() {
        assertThat(one.take(connection, null)).contains(1L);
        assertThat(other.take(connection, null)).isEmpty();
        assertThat(one.take(connection, null))
                .as("not twice by the same holder either")
                .isEmpty();
    }

    @Test
    void passesALapsedLeaseOnWithAHigherEpoch() {
        long epoch = one.take(connection, null).orElseThrow();
        lapse();
        assertThat(other.take(connection, null)).contains(epoch + 1);
        assertThat(one.take(connection, null)).isEmpty();
    }

    @Test
    void letsAnotherTakeAtOnceWhatIsGivenUp() {
        one.giveUp(lease(one.take(connection, null).orElseThrow(), Duration.ZERO));
        assertThat(other.take(connection, null)).contains(2L);
    }

    @Test
    void doesNotGiveUpWhatIsSomebodyElsesByNow() {
        Lease mine = lease(one.take(connection, null).orElseThrow(), Duration.ZERO);
        lapse();
        other.take(connection, null);
        one.giveUp(mine);
        assertThat(one.take(connection, null)).isEmpty();
    }

    @Test
    void renewsWhatIsHeldAndNothingThatHasLapsedOrPassedOn() {
        Lease mine = lease(one.take(connection, null).orElseThrow(), Duration.ZERO);
        assertThat(one.renew(List.of(mine))).containsExactly(connection);
        lapse();
        assertThat(one.renew(List.of(mine))).as("lapsed, though nobody took it").isEmpty();
        Lease others = lease(other.take(connection, null).orElseThrow(), Duration.ZERO);
        assertThat(one.renew(List.of(mine))).isEmpty();
        assertThat(one.renew(List.of(others)))
                .as("the epoch alone is not enough")
                .isEmpty();
        assertThat(other.renew(List.of(others))).containsExactly(connection);
    }

    @Test
    void forbidsCallsOnceARenewalSaysThatTheLeaseIsLost() {
        Lease mine = keeper.take(connection).orElseThrow();
        keeper.renewAll();
        assertThat(mine.allowsCall()).isTrue();
        lapse();
        other.take(connection, null);
        keeper.renewAll();
        assertThat(mine.allowsCall()).isFalse();
        assertThat(mine.isLost()).isTrue();
    }

    @Test
    void forbidsCallsOnceItIsGivenUp() {
        Lease mine = keeper.take(connection).orElseThrow();
        keeper.giveUp(mine);
        assertThat(mine.allowsCall()).isFalse();
        Optional<Lease> again = keeper.take(connection);
        assertThat(again).map(Lease::epoch).contains(mine.epoch() + 1);
        again.ifPresent(keeper::giveUp);
    }

    @Test
    void startsNoCallWithinTheMarginOfTheEnd() {
        Lease fresh = lease(1, LENGTH.minus(MARGIN).minusHours(1));
        assertThat(fresh.allowsCall()).isTrue();
        Lease ending = lease(1, LENGTH.minus(MARGIN));
        assertThat(ending.allowsCall()).isFalse();
        ending.renewed(System.nanoTime());
        assertThat(ending.allowsCall()).isTrue();
    }

    /** A lease renewed some time ago. */
    private Lease lease(long epoch, Duration ago) {
        return new Lease(connection, epoch, LENGTH, MARGIN, System.nanoTime() - ago.toNanos());
    }

    private void lapse() {
        jdbc.sql("UPDATE lease SET until = clock_timestamp() - interval '1 second' WHERE connection = :connection")
                .param("connection", connection.value())
                .update();
    }
}
