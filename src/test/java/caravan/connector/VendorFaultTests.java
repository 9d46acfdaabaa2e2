package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Manifest.FaultRule;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kit.FreePort;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorFaultTests {
    private final VendorKit kit;

    VendorFaultTests() throws Exception {
        kit = new VendorKit();
    }

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED", "401, MISCONFIGURED", "403, MISCONFIGURED", "404, REFUSED", "408, THROTTLED", "409, REFUSED",
        "422, REFUSED", "425, THROTTLED", "429, THROTTLED", "500, UNANSWERED", "502, UNANSWERED", "503, UNANSWERED"
    })
    void readsWhatHttpSaysWhereNoRuleSpeaks(int status, Fault fault) throws Exception {
        kit.stand.answers(VendorStand.json(status, "{\"code\":\"odd\",\"message\":\"No.\"}"));
        CallFailed failed = kit.failure();
        assertThat(failed.fault()).isEqualTo(fault);
        assertThat(failed.detail()).isEqualTo("Answered " + status + ": odd, No.");
    }

    @Test
    void takesTheFirstRuleThatHolds() throws Exception {
        kit.faults = List.of(
                new FaultRule(List.of("400", "5xx"), "busy_.*", Fault.THROTTLED, Duration.ofSeconds(3)),
                new FaultRule(List.of("5xx"), null, Fault.REFUSED, Duration.ZERO),
                new FaultRule(List.of(), "busy_now", Fault.DEFECT, Duration.ZERO));
        kit.limits = new Limits(1, null, null);
        assertThat(fault(418, "busy_now")).isEqualTo(Fault.DEFECT);
        assertThat(fault(503, "other")).isEqualTo(Fault.REFUSED);
        assertThat(fault(400, "other")).isEqualTo(Fault.REFUSED);
        assertThat(fault(500, "busy_now")).isEqualTo(Fault.THROTTLED);
    }

    @Test
    void findsErrorsUnderAGoodStatus() throws Exception {
        kit.error = new Manifest.ErrorPlace("/errors", "/extensions/code", "/message");
        kit.faults = List.of(new FaultRule(List.of("200"), "THROTTLED", Fault.THROTTLED, Duration.ofMillis(1)));
        kit.stand.answers(VendorStand.json(
                200, "{\"errors\":[{\"message\":\"Throttled\",\"extensions\":{\"code\":\"THROTTLED\"}}]}"));
        assertThat(kit.failure().waitAtLeast()).isEqualTo(Duration.ofMillis(1));
        kit.stand.answers(VendorStand.json(200, "{\"errors\":[{\"message\":\"Odd\"}]}"));
        assertThat(kit.failure().fault()).as("may have been done in part").isEqualTo(Fault.DEFECT);
        kit.stand.answers(VendorStand.json(200, "{\"errors\":[],\"data\":1}"));
        assertThat(kit.body(kit.get("/graphql")).path("data").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":\"email is taken\"}",
                "{\"errors\":{\"email\":[\"is taken\"]}}",
                "{\"errors\":{\"email\":\"is taken\"}}",
                "{\"errors\":[\"email is taken\"]}",
                "{\"errors\":[{\"message\":\"email is taken\"}]}"
            })
    void tellsTheReasonInWhateverShapeErrorsCome(String body) throws Exception {
        kit.error = new Manifest.ErrorPlace("/errors", "/extensions/code", "/message");
        kit.stand.answers(VendorStand.json(422, body));
        CallFailed failed = kit.failure();
        assertThat(failed.fault()).isEqualTo(Fault.REFUSED);
        assertThat(failed.detail()).isEqualTo("Answered 422: email is taken");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2000",
        "0.5, 500",
        "2.25, 2250",
        "Sun%c 22 Nov 2026 10:00:30 GMT, 30000",
        "Sun%c 22 Nov 2026 09:00:00 GMT, 0",
        "soon, 0",
        "-5, 0",
        "99999999999, 3600000"
    })
    void waitsAsLongAsItIsTold(String value, long millis) {
        assertThat(RetryAfter.of(value.replace("%c", ","), "Sun, 22 Nov 2026 10:00:00 GMT"))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void leavesAConnectionAloneThatWasThrottled() throws Exception {
        kit.stand.answers(VendorStand.json(429, "{}", "Retry-After", "120"));
        assertThat(kit.failure().waitAtLeast()).isEqualTo(Duration.ofMinutes(2));
        CallFailed next = kit.failure();
        assertThat(next.fault()).isEqualTo(Fault.THROTTLED);
        assertThat(next.waitAtLeast()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(2));
        assertThat(kit.stand.asked).hasSize(1);
    }

    @Test
    void knowsWhatIsAbsentFromAServerThatLostItsWay() throws Exception {
        kit.faults = List.of(new FaultRule(List.of("404"), "no_route", Fault.MISCONFIGURED, Duration.ZERO));
        kit.stand.answers(VendorStand.json(404, "{\"code\":\"unknown\"}"));
        Exchange done = kit.send("{}", "", "path", "/orders/1", "absent", "404");
        assertThat(done.getMessage().getBody()).isNull();
        assertThat(done.getProperty("answered")).isInstanceOf(Period.class);
        kit.stand.answers(VendorStand.text(404, "text/html; charset=utf-8", "<html>Not found</html>"));
        assertThat(kit.failure("path", "/orders/1", "absent", "404").fault()).isEqualTo(Fault.UNANSWERED);
        kit.stand.answers(VendorStand.text(404, "application/json", ""));
        assertThat(kit.failure("path", "/orders/1", "absent", "404").fault()).isEqualTo(Fault.UNANSWERED);
        kit.stand.answers(VendorStand.json(404, "{\"code\":\"no_route\"}"));
        assertThat(kit.failure("path", "/orders/1", "absent", "404").fault()).isEqualTo(Fault.MISCONFIGURED);
    }

    @Test
    void takesAPageOfTextForNoAnswer() throws Exception {
        kit.stand.answers(VendorStand.text(200, "text/html; charset=utf-8", "<html>Maintenance</html>"));
        CallFailed failed = kit.failure();
        assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
        assertThat(failed.detail()).isEqualTo("Answered 200 with text/html that is no JSON.");
        kit.stand.answers(VendorStand.json(200, "{\"half\":"));
        assertThat(kit.failure().fault()).isEqualTo(Fault.UNANSWERED);
        kit.stand.answers(VendorStand.json(200, ""));
        assertThat(kit.failure().detail()).contains("with nothing");
    }

    @Test
    void takesWhatBreaksOffForNoAnswer() throws Exception {
        kit.stand.answers(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"a\":1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new java.io.IOException("gone");
        });
        assertThat(kit.failure().fault()).isEqualTo(Fault.UNANSWERED);
    }

    @Test
    void takesNoMoreThanItCanHold() throws Exception {
        kit.stand.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 20];
            java.util.Arrays.fill(much, (byte) ' ');
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1000; i++) {
                    out.write(much);
                }
            }
        });
        CallFailed failed = kit.failure();
        assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
        assertThat(failed.detail()).contains("8 MB");
    }

    @Test
    void givesUpOnAVendorThatDoesNotAnswer() throws Exception {
        kit.answerWithin = Duration.ofMillis(300);
        CountDownLatch open = new CountDownLatch(1);
        kit.stand.answers(exchange -> awaited(open));
        CallFailed failed = kit.failure();
        open.countDown();
        assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
        assertThat(failed.detail()).contains("within 300 ms");
    }

    @Test
    void givesUpOnAVendorThatAnswersDropByDrop() throws Exception {
        kit.answerWithin = Duration.ofMillis(500);
        CountDownLatch open = new CountDownLatch(1);
        kit.stand.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (open.getCount() > 0) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        });
        CallFailed failed = kit.failure();
        open.countDown();
        assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
    }

    @Test
    void knowsThatNothingWasSentWhereNobodyListens() throws Exception {
        kit.origin = "http://localhost:" + FreePort.next();
        assertThat(kit.failure("method", "POST", "path", "/stock").fault()).isEqualTo(Fault.UNREACHED);
    }

    @Test
    void knowsThatNothingWasSentToAHostNobodyKnows() throws Exception {
        kit.origin = "http://shop.invalid";
        assertThat(kit.failure("method", "POST", "path", "/stock").fault()).isEqualTo(Fault.UNREACHED);
    }

    @Test
    void knowsThatNothingWasSentWithoutASafeConnection() throws Exception {
        kit.origin = kit.stand.origin().replace("http:", "https:");
        assertThat(kit.failure("method", "POST", "path", "/stock").fault()).isEqualTo(Fault.UNREACHED);
    }

    @Test
    void callsNoPrivateAddressUnlessAllowed() throws Exception {
        kit.network = new VendorAccount.Network(true, false, false);
        for (String host : List.of("localhost", "127.0.0.1", "[::1]", "2130706433", "[::ffff:127.0.0.1]")) {
            kit.origin = kit.stand.origin().replace("localhost", host);
            CallFailed failed = kit.failure();
            assertThat(failed.fault()).as(host).isEqualTo(Fault.UNREACHED);
            assertThat(failed.detail()).as(host).contains("not a public one");
        }
        assertThat(kit.stand.asked).isEmpty();
    }

    @Test
    void callsNothingInPlainTextUnlessAllowed() throws Exception {
        kit.network = new VendorAccount.Network(false, true, false);
        assertThat(kit.failure().detail()).contains("begins with http:");
        assertThat(kit.stand.asked).isEmpty();
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (VendorStand foreign = new VendorStand()) {
            kit.authenticates(Manifest.Auth.Scheme.BASIC, Map.of("username", "a", "password", "b"));
            kit.stand.answers(VendorStand.json(302, "{}", "Location", foreign.origin() + "/orders"));
            assertThat(kit.failure().fault()).isEqualTo(Fault.MISCONFIGURED);
            assertThat(kit.failure("method", "POST", "path", "/stock").detail()).contains("redirect");
            assertThat(foreign.asked).isEmpty();
        }
    }

    @Test
    void callsNobodyForAWhileWhoDoesNotAnswer() throws Exception {
        kit.breaker = CircuitBreakerConfig.custom()
                .slidingWindowSize(3)
                .minimumNumberOfCalls(3)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(Duration.ofMillis(500))
                .build();
        kit.stand.answers(VendorStand.json(500, "{}"));
        for (int i = 0; i < 3; i++) {
            assertThat(kit.failure().fault()).isEqualTo(Fault.UNANSWERED);
        }
        assertThat(kit.failure().fault()).isEqualTo(Fault.UNREACHED);
        kit.stand.answers(VendorStand.json(200, "{}"));
        caravan.kit.Await.until("the vendor is called again", () -> {
            try {
                kit.get("/orders");
                return true;
            } catch (CallFailed still) {
                return false;
            }
        });
    }

    @Test
    void tellsWhenTheVendorAnsweredByItsOwnClock() throws Exception {
        Period at = Objects.requireNonNull(kit.get("/orders").getProperty("answered", Period.class));
        Instant date = at.to().minusSeconds(1);
        assertThat(date).as("a header has whole seconds").isEqualTo(date.truncatedTo(ChronoUnit.SECONDS));
        assertThat(at.from()).isBetween(date.minusSeconds(22), date.minusSeconds(1));
    }

    private Fault fault(int status, String code) throws Exception {
        kit.stand.answers(VendorStand.json(status, "{\"code\":\"" + code + "\"}"));
        return kit.failure().fault();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
