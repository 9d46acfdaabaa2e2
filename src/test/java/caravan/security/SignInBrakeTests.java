package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInBrakeTests {
    private final AtomicLong nanos = new AtomicLong();
    private final SignInBrake brake = new SignInBrake(nanos::get);

    @Test
    void holdsAPairOfUserAndAddressAfterTenFailures() {
        fail(9);
        assertThat(brake.holds("ann", "10.0.0.1")).isFalse();
        fail(1);
        assertThat(brake.holds("ann", "10.0.0.1")).isTrue();
        assertThat(brake.holds("ann", "10.0.0.2")).isFalse();
        assertThat(brake.holds("bob", "10.0.0.1")).isFalse();
    }

    @Test
    void letsGoAfterAMinute() {
        fail(10);
        nanos.addAndGet(SignInBrake.PAUSE.toNanos());
        assertThat(brake.holds("ann", "10.0.0.1")).isFalse();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(9);
        brake.release("ann", "10.0.0.1");
        fail(9);
        assertThat(brake.holds("ann", "10.0.0.1")).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            brake.failed("ann", "10.0.0.1");
        }
    }
}
