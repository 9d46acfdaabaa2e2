package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kit.Await;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.FaultRule.Only;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoreFaultTests {
    private static Stand stand;

    @BeforeAll
    static void open() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void throttlesWithAndWithoutAdviceAndFails() throws Exception {
        on(FaultKind.THROTTLED, FaultRule.next(1).lasting(Duration.ofSeconds(7)));
        HttpResponse<String> throttled = list();
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("7");
        on(FaultKind.THROTTLED_WITHOUT_ADVICE, FaultRule.next(1));
        assertThat(list().headers().firstValue("Retry-After")).isEmpty();
        on(FaultKind.SERVER_ERROR, FaultRule.next(1));
        assertThat(list().statusCode()).isEqualTo(500);
        on(FaultKind.HTML_PAGE, FaultRule.next(1));
        assertThat(list().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    void lostAnswerIsAppliedAndSparesReads() throws Exception {
        on(FaultKind.LOST_ANSWER, FaultRule.next(1).only(Only.WRITES));
        assertThat(list().statusCode()).isEqualTo(200);
        int before = stand.store.stock("TEE-M");
        var tee = stand.bySku("TEE-M");
        assertThatThrownBy(() -> stand.caller.send(
                        "PUT",
                        "/wc/v3/products/" + tee.path("parent_id") + "/variations/" + tee.path("id"),
                        "{\"inventory_delta\": 3}"))
                .isInstanceOf(IOException.class);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(before + 3);
        assertThat(stand.store.faults().struck(FaultKind.LOST_ANSWER)).isEqualTo(1);
    }

    @Test
    void truncatedBodyBreaksOff() {
        on(FaultKind.TRUNCATED_BODY, FaultRule.next(1));
        assertThatThrownBy(() -> stand.caller.get("/wc/v3/products")).isInstanceOf(IOException.class);
    }

    @Test
    void hangEndsWhenTheFaultIsSwitchedOff() throws Exception {
        on(FaultKind.HANG, FaultRule.next(1).lasting(Duration.ofMinutes(5)));
        var call = CompletableFuture.supplyAsync(() -> {
            try {
                // Not a read: Java's own client repeats those when their connection closes.
                return stand.caller
                        .send("POST", "/wc/v3/products/batch", "{}", new String[0])
                        .statusCode();
            } catch (IOException | InterruptedException cut) {
                return 0;
            }
        });
        Await.until("it hangs", () -> stand.store.faults().struck(FaultKind.HANG) == 1);
        // A hang that has been counted may not have begun to wait: it is let go again and again.
        Await.until("it is let go", () -> {
            stand.store.faults().clear();
            return call.isDone();
        });
        assertThat(call.get()).isZero();
    }

    private static void on(FaultKind kind, FaultRule rule) {
        stand.store.faults().on(kind, rule);
    }

    private static HttpResponse<String> list() throws IOException, InterruptedException {
        return stand.caller.send("GET", "/wc/v3/products", "", new String[0]);
    }
}
