package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connector.ConnectorCalls.Lane;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which calls wait for their turn, and which do not. */
class CallLimiterTests {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final CallLimiter limiter = new CallLimiter(new Limits(1, null, null), ANSWER);

    @Test
    void startsNoStockWriteLongAfterItsOwnerLetItGo() throws Exception {
        limiter.pause(Duration.ofSeconds(3));
        assertThatThrownBy(() -> limiter.enter(Lane.STOCK, 1)).isInstanceOfSatisfying(CallFailed.class, held -> {
            assertThat(held.fault()).isEqualTo(Fault.THROTTLED);
            assertThat(held.waitAtLeast()).isPositive();
        });
        limiter.enter(Lane.REAL_TIME, 1);
        assertThatThrownBy(() -> limiter.enter(Lane.STOCK, 1))
                .as("the only place is taken")
                .isInstanceOf(CallFailed.class);
        limiter.leave();
    }
}
