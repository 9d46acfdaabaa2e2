package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connector.Manifest.Paging;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.security.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorCallTests {
    private static final Limits.Bucket COST = new Limits.Bucket(
            2000,
            100,
            Duration.ofSeconds(1),
            null,
            null,
            new Limits.Figures(
                    "/extensions/cost/requestedQueryCost",
                    "/extensions/cost/actualQueryCost",
                    "/extensions/cost/throttleStatus/maximumAvailable",
                    "/extensions/cost/throttleStatus/currentlyAvailable",
                    "/extensions/cost/throttleStatus/restoreRate"));

    private final VendorKit kit;

    VendorCallTests() throws Exception {
        kit = new VendorKit();
    }

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @Test
    void isCalledFromARouteFile() throws Exception {
        kit.start();
        String file = """
                - route:
                    id: shop.order.read
                    from:
                      uri: direct
                      parameters:
                        name: shop.order.read
                      steps:
                        - to:
                            id: to-fetch-order
                            uri: vendor
                            parameters:
                              connection: shop
                              method: GET
                              path: /wp-json/orders/{id}
                              query: dp=4&status={status}&page={page}
                              absent: "404,410"
                """;
        PluginHelper.getRoutesLoader(kit.camel).loadRoutes(ResourceHelper.fromString("order.camel.yaml", file));
        kit.at("direct:shop.order.read", ConnectorCalls.Lane.BULK, "{\"id\":727,\"status\":\"any\"}", "");
        assertThat(kit.stand.last().target()).isEqualTo("/wp-json/orders/727?dp=4&status=any");
        assertThat(kit.stand.last().header("Accept")).isEqualTo("application/json");
    }

    @Test
    void readsAmountsExactly() throws Exception {
        kit.stand.answers(VendorStand.json(200, "{\"total\":18.5950,\"much\":12345678901234567890.123456789}"));
        assertThat(kit.body(kit.get("/orders")).toString())
                .isEqualTo("{\"total\":18.5950,\"much\":12345678901234567890.123456789}");
    }

    @Test
    void sendsAmountsExactly() throws Exception {
        kit.send("{}", "{\"amount\":1E+3,\"small\":0.10}", "method", "POST", "path", "/refunds");
        assertThat(kit.stand.last().body()).isEqualTo("{\"amount\":1000,\"small\":0.10}");
        assertThat(kit.stand.last().header("Content-type")).startsWith("application/json");
    }

    @Test
    void sendsNoBodyWhereNoneIsWanted() throws Exception {
        kit.send("{}", "{\"a\":1}", "method", "POST", "path", "/cancel", "body", "none");
        assertThat(kit.stand.last().body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "../admin, /orders/..%2Fadmin", "a/b?c=d#e, /orders/a%2Fb%3Fc%3Dd%23e",
                "Příliš 100%, /orders/P%C5%99%C3%ADli%C5%A1%20100%25",
        "%2e%2e, /orders/%252e%252e", "{{env:HOME}}, /orders/%7B%7Benv%3AHOME%7D%7D", "a+b&c;d, /orders/a%2Bb%26c%3Bd"
    })
    void keepsAValueWithinItsSegment(String id, String target) throws Exception {
        kit.send("{\"id\":\"" + id + "\"}", "", "path", "/orders/{id}", "query", "q={id}");
        assertThat(kit.stand.last().target()).isEqualTo(target + "?q=" + target.substring("/orders/".length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":\"..\"}", "{\"id\":\".\"}", "{\"id\":[1]}"})
    void callsNothingWithoutAnId(String request) throws Exception {
        String route = kit.route("path", "/orders/{id}");
        assertThatThrownBy(() -> kit.at(route, ConnectorCalls.Lane.REAL_TIME, request, ""))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.DEFECT));
        assertThat(kit.stand.asked).isEmpty();
    }

    @Test
    void callsNothingWithAnEndlessId() throws Exception {
        String route = kit.route("path", "/orders/{id}");
        assertThatThrownBy(
                        () -> kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{\"id\":\"" + "9".repeat(201) + "\"}", ""))
                .isInstanceOf(CallFailed.class);
    }

    @Test
    void namesEverythingThatIsWrongWithAStep() {
        assertThatThrownBy(() -> kit.route("path", "orders/../x", "method", "TRACE", "absent", "4xx"))
                .rootCause()
                .hasMessageContaining("path 'orders/../x'")
                .hasMessageContaining("method 'TRACE'")
                .hasMessageContaining("absent '4xx'");
    }

    @Test
    void makesEachGetDifferentWhereCachesAreInBetween() throws Exception {
        kit.changing = "_nocache";
        kit.get("/orders");
        kit.get("/orders");
        kit.send("{}", "{}", "method", "POST", "path", "/orders");
        List<String> targets = VendorStand.targets(kit.stand.asked);
        assertThat(targets.get(0)).matches("/orders\\?_nocache=[0-9a-z]+").isNotEqualTo(targets.get(1));
        assertThat(targets.get(2)).isEqualTo("/orders");
    }

    @Test
    void goesByPageNumbers() throws Exception {
        kit.paging = Map.of("pages", new Paging(Paging.Style.PAGE_NUMBER, "page", "X-Total-Pages", null, null));
        kit.stand.answers(VendorStand.json(200, "[]", "X-Total-Pages", "2"));
        String[] step = {"path", "/orders", "paging", "pages"};
        assertThat(kit.send("{}", "", step).getProperty("next")).isEqualTo("2");
        assertThat(kit.stand.last().target()).isEqualTo("/orders");
        assertThat(kit.send("{\"page\":\"2\"}", "", step).getProperty("next")).isNull();
        assertThat(kit.stand.last().target()).isEqualTo("/orders?page=2");
        kit.stand.answers(VendorStand.json(200, "[]"));
        assertThat(kit.failure(step).detail()).contains("X-Total-Pages");
    }

    @Test
    void goesByLinksOfItsOwnOriginOnly() throws Exception {
        kit.paging = Map.of("links", new Paging(Paging.Style.LINK, "page_info", null, null, null));
        String[] step = {"path", "/orders", "paging", "links"};
        String own = kit.stand.origin() + "/orders?limit=5&page_info=a%2Bb";
        kit.stand.answers(
                VendorStand.json(200, "[]", "Link", "<" + own + "x>; rel=\"previous\", <" + own + ">; rel=\"next\""));
        Exchange first = kit.send("{}", "", step);
        assertThat(first.getProperty("next")).isEqualTo("a+b");
        kit.send("{\"page\":\"a+b\"}", "", step);
        assertThat(kit.stand.last().target()).isEqualTo("/orders?page_info=a%2Bb");
        kit.stand.answers(
                VendorStand.json(200, "[]", "Link", "<https://elsewhere.example/orders?page_info=x>; rel=\"next\""));
        assertThat(kit.failure(step).detail()).contains("another origin");
        kit.stand.answers(VendorStand.json(200, "[]", "Link", "<" + own + ">; rel=\"previous\""));
        assertThat(kit.send("{}", "", step).getProperty("next")).isNull();
    }

    @Test
    void goesByCursors() throws Exception {
        kit.paging = Map.of("cursors", new Paging(Paging.Style.CURSOR, null, null, "/info/end", "/info/more"));
        String[] step = {"method", "POST", "path", "/graphql", "paging", "cursors"};
        kit.stand.answers(VendorStand.json(200, "{\"info\":{\"end\":\"abc=\",\"more\":true}}"));
        assertThat(kit.send("{}", "{}", step).getProperty("next")).isEqualTo("abc=");
        kit.stand.answers(VendorStand.json(200, "{\"info\":{\"end\":\"abc=\",\"more\":false}}"));
        assertThat(kit.send("{}", "{}", step).getProperty("next")).isNull();
        kit.stand.answers(VendorStand.json(200, "{\"data\":null}"));
        assertThat(kit.failure(step).fault()).as("not the last page").isEqualTo(Fault.UNANSWERED);
    }

    @Test
    void refusesWhatTheBucketDoesNotHold() throws Exception {
        kit.limits = new Limits(4, new Limits.Bucket(4, 1, Duration.ofHours(1)), null);
        String route = kit.route("path", "/orders");
        kit.at(route, ConnectorCalls.Lane.BULK, "{}", "");
        kit.at(route, ConnectorCalls.Lane.BULK, "{}", "");
        assertThatThrownBy(() -> kit.at(route, ConnectorCalls.Lane.BULK, "{}", ""))
                .as("half is left to the other lane")
                .isInstanceOf(CallFailed.class);
        kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", "");
        kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", "");
        CallFailed failed = kit.failure();
        assertThat(failed.fault()).isEqualTo(Fault.THROTTLED);
        assertThat(failed.waitAtLeast()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        assertThat(kit.stand.asked).hasSize(4);
    }

    @Test
    void waitsForWhatTheBucketWillHoldSoon() throws Exception {
        kit.limits = new Limits(4, new Limits.Bucket(1, 1, Duration.ofMillis(50)), null);
        for (int i = 0; i < 5; i++) {
            kit.get("/orders");
        }
        assertThat(kit.stand.asked).hasSize(5);
    }

    @Test
    void keepsTheBucketOfCostAsTheVendorCountsIt() throws Exception {
        kit.limits = new Limits(4, null, COST);
        kit.stand.answers(
                VendorStand.json(
                        200,
                        "{\"extensions\":{\"cost\":{\"requestedQueryCost\":900,\"actualQueryCost\":700,"
                                + "\"throttleStatus\":{\"maximumAvailable\":1000,\"currentlyAvailable\":10,\"restoreRate\":1}}}}"));
        String route = kit.route("method", "POST", "path", "/graphql");
        kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", "");
        assertThatThrownBy(() -> kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", ""))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        failed -> assertThat(failed.waitAtLeast())
                                .as("what it needs to be let in, 890 at 1 a second, whatever it costs in the end")
                                .isBetween(Duration.ofMinutes(14), Duration.ofSeconds(891)));
        assertThat(kit.log.get(0).cost()).isEqualTo(700);
        assertThat(kit.metrics.get("caravan.vendor.cost").counter().count()).isEqualTo(700);
    }

    @Test
    void waitsAsLongAsAThrottledCallNeeds() throws Exception {
        kit.limits = new Limits(4, null, COST);
        kit.error = new Manifest.ErrorPlace("/errors", "/extensions/code", "/message");
        kit.faults = List.of(new Manifest.FaultRule(List.of(), "THROTTLED", Fault.THROTTLED, Duration.ZERO));
        kit.stand.answers(VendorStand.json(200, throttled("THROTTLED")));
        assertThat(kit.failure("method", "POST", "path", "/graphql").waitAtLeast())
                .as("320 needed, 41 there, 100 a second")
                .isEqualTo(Duration.ofMillis(2790));
    }

    @Test
    void learnsFromACallThatFailedWhatTheNextOneNeeds() throws Exception {
        kit.limits = new Limits(4, null, COST);
        kit.error = new Manifest.ErrorPlace("/errors", "/extensions/code", "/message");
        kit.stand.answers(VendorStand.json(200, throttled("ODD").replace("100}", "1}")));
        String route = kit.route("method", "POST", "path", "/graphql");
        assertThatThrownBy(() -> kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", ""))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.DEFECT));
        assertThatThrownBy(() -> kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", ""))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        failed -> assertThat(failed.waitAtLeast())
                                .as("320 less 41, at 1 a second")
                                .isBetween(Duration.ofMinutes(4), Duration.ofSeconds(280)));
        assertThat(kit.stand.asked).hasSize(1);
    }

    private static String throttled(String code) {
        return "{\"errors\":[{\"message\":\"No\",\"extensions\":{\"code\":\"" + code + "\"}}],"
                + "\"extensions\":{\"cost\":{\"requestedQueryCost\":320,\"actualQueryCost\":null,"
                + "\"throttleStatus\":{\"maximumAvailable\":2000.0,\"currentlyAvailable\":41,\"restoreRate\":100}}}}";
    }

    @Test
    void keepsABucketOfRequestsAsAHeaderSaysAndForItsOwnPathsAlone() throws Exception {
        kit.limits =
                new Limits(4, new Limits.Bucket(40, 2, Duration.ofHours(1), "/rest/.*", "X-Call-Limit", null), null);
        String rest = kit.route("path", "/rest/orders");
        kit.stand.answers(VendorStand.json(200, "{}", "X-Call-Limit", "40/40"));
        kit.at(rest, ConnectorCalls.Lane.REAL_TIME, "{}", "");
        assertThatThrownBy(() -> kit.at(rest, ConnectorCalls.Lane.REAL_TIME, "{}", ""))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        failed -> assertThat(failed.waitAtLeast())
                                .as("one of two an hour")
                                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30)));
        kit.get("/graphql");
        kit.stand.answers(VendorStand.json(200, "{}", "X-Call-Limit", "50/80"));
        kit.get("/graphql");
        for (int i = 0; i < 30; i++) {
            kit.at(rest, ConnectorCalls.Lane.REAL_TIME, "{}", "");
        }
        assertThat(kit.stand.asked).hasSize(33);
    }

    @Test
    void callsNoMoreAtATimeThanTheVendorTakes() throws Exception {
        kit.limits = new Limits(2, null, null);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        kit.stand.answers(exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            two.countDown();
            awaited(two);
            inside.decrementAndGet();
            VendorStand.json(200, "{}").to(exchange);
        });
        String route = kit.route("path", "/orders");
        List<Thread> callers = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", "");
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                }))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(kit.stand.asked).hasSize(6);
        assertThat(most).hasValue(2);
    }

    @Test
    void beginsAnewWhenTheAccountChanged() throws Exception {
        kit.authenticates(Manifest.Auth.Scheme.STATIC_HEADER, Map.of("header", "X-Token", "value", "{api-token}"));
        kit.limits = new Limits(4, new Limits.Bucket(1, 1, Duration.ofHours(1)), null);
        kit.secrets.put("api-token", Secret.of("old-one"));
        kit.get("/orders");
        assertThat(kit.failure().fault()).isEqualTo(Fault.THROTTLED);
        kit.secrets.put("api-token", Secret.of("old-one"));
        assertThat(kit.failure().fault()).as("the same, read anew").isEqualTo(Fault.THROTTLED);
        kit.secrets.put("api-token", Secret.of("new-one"));
        kit.get("/orders");
        assertThat(kit.stand.last().header("X-token")).isEqualTo("new-one");
    }

    @Test
    void writesDownWhatWorkedAndWhatDidNot() throws Exception {
        kit.secrets.put("api-token", Secret.of("shpat_5e6f"));
        kit.authenticates(Manifest.Auth.Scheme.STATIC_HEADER, Map.of("header", "X-Token", "value", "{api-token}"));
        kit.stand.answers(VendorStand.json(200, "{\"email\":\"eva@example.com\"}", "X-Request-Id", "r-1"));
        kit.send("{\"id\":7}", "", "path", "/orders/{id}", "query", "email=eva%40example.com&status=any");
        CallRow row = kit.log.get(0);
        assertThat(row.path()).isEqualTo("/orders/7?email=***&status=any");
        assertThat(row.requestId()).isEqualTo("r-1");
        assertThat(row.status()).isEqualTo(200);
        assertThat(row.answerBytes()).isEqualTo(27);
        assertThat(row.fault()).isNull();
        assertThat(row.answer()).as("kept only of failures").isNull();
        kit.stand.answers(VendorStand.json(
                422, "{\"message\":\"eva@example.com is known\",\"billing\":{\"x\":1},\"id\":5,\"token\":\"t\"}"));
        kit.failure("method", "POST", "path", "/orders");
        CallRow failure = kit.log.get(1);
        assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
        assertThat(failure.detail()).isEqualTo("Answered 422: *** is known");
        assertThat(failure.request()).isEqualTo("{}");
        assertThat(failure.answer())
                .isEqualTo("{\"message\":\"*** is known\",\"billing\":\"***\",\"id\":5,\"token\":\"***\"}");
        assertThat(kit.metrics
                        .get("caravan.vendor.calls")
                        .tag("outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(kit.camel.getEndpoints().toString()).doesNotContain("shpat_5e6f");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
