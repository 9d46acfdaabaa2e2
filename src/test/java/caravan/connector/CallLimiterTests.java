package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connector.ConnectorCalls.Lane;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.time.Duration;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

/** Which calls wait for their turn, and which do not. */
class CallLimiterTests {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final CallLimiter limiter = new CallLimiter(new Limits(1, null, null), ANSWER);

    @Test
    void startsNoStockWriteLongAfterItsOwnerLetItGo() throws Exception {
        limiter.pause(Duration.ofSeconds(3));
        assertThatThrownBy(() -> limiter.enter(Lane.STOCK, "/orders", 1))
                .isInstanceOfSatisfying(CallFailed.class, held -> {
                    assertThat(held.fault()).isEqualTo(Fault.THROTTLED);
                    assertThat(held.waitAtLeast()).isPositive();
                });
        CallLimiter.Place place = limiter.enter(Lane.REAL_TIME, "/orders", 1);
        assertThatThrownBy(() -> limiter.enter(Lane.STOCK, "/orders", 1))
                .as("the only place is taken")
                .isInstanceOf(CallFailed.class);
        limiter.leave(place);
    }

    @Test
    void countsWhatIsUnderWayOffWhatTheVendorSaysIsLeft() throws Exception {
        CallLimiter costly =
                new CallLimiter(new Limits(4, null, new Limits.Bucket(1000, 1, Duration.ofSeconds(1))), ANSWER);
        CallLimiter.Place first = costly.enter(Lane.REAL_TIME, "/graphql", 400);
        CallLimiter.Place second = costly.enter(Lane.REAL_TIME, "/graphql", 500);
        costly.told(first, new RawAnswer(new BasicHttpResponse(200), new byte[0]), new CostFigures.Level(1000, 990, 1));
        costly.leave(first);
        assertThatThrownBy(() -> costly.enter(Lane.REAL_TIME, "/graphql", 600))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        held -> assertThat(held.waitAtLeast())
                                .as("990 are left, of which 500 are as good as gone")
                                .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(111)));
        costly.leave(second);
    }
}
