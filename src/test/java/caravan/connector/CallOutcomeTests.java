package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls whose answers are good by their status alone. */
class CallOutcomeTests {
    private final VendorKit kit = new VendorKit();

    CallOutcomeTests() throws Exception {}

    @AfterEach
    void close() throws Exception {
        kit.close();
    }

    @Test
    void countsARefusalUnderAGoodStatusAsOneAndKeepsItsBodies() throws Exception {
        kit.stand.answers(VendorStand.json(200, "{\"no\":\"because\"}"));
        run(mapped("""
                {"rows": [{"externalId": "1", "outcome": "confirmed"}, {"externalId": "2", "outcome": "stale"},
                          {"externalId": "3", "outcome": "refused", "detail": "NOT_STOCKED"}]}"""));

        CallRow row = kit.log.get(0);
        assertThat(kit.log).hasSize(1);
        assertThat(row.fault()).isEqualTo(Fault.REFUSED);
        assertThat(row.detail()).isEqualTo("2 of 3 rows not done: refused, NOT_STOCKED");
        assertThat(row.answer()).contains("because");
        assertThat(kit.metrics
                        .get("caravan.vendor.calls")
                        .tag("outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void countsWhatTheMappingTakesForGoodAsDone() throws Exception {
        run(mapped("{\"rows\": [{\"externalId\": \"1\", \"outcome\": \"confirmed\"}]}"));
        assertThat(kit.log).hasSize(1);
        assertThat(kit.log.get(0).fault()).isNull();
        assertThat(kit.log.get(0).answer()).isNull();
    }

    @Test
    void countsAnAnswerThatTheMappingCannotTakeAsADefect() {
        assertThatThrownBy(() -> run(exchange -> {
                    throw new CallFailed(Fault.DEFECT, "a.jslt line 3: no.");
                }))
                .isInstanceOf(CallFailed.class);
        assertThat(kit.log.get(0).fault()).isEqualTo(Fault.DEFECT);
    }

    @Test
    void marksOnlyTheLastOfSeveralCalls() throws Exception {
        String uri = uri();
        kit.start();
        kit.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:two").routeId("shop.two.write").to(uri).to(uri).process(mapped("{\"refused\": \"No.\"}"));
            }
        });
        kit.at("direct:two", ConnectorCalls.Lane.REAL_TIME, "{}", "");
        assertThat(kit.log).extracting(CallRow::fault).containsExactly(null, Fault.REFUSED);
        assertThat(kit.log.get(1).detail()).isEqualTo("No.");
    }

    private void run(Processor mapping) throws Exception {
        String uri = uri();
        kit.start();
        kit.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:one").routeId("shop.one.write").to(uri).process(mapping);
            }
        });
        kit.at("direct:one", ConnectorCalls.Lane.REAL_TIME, "{}", "");
    }

    private static String uri() throws Exception {
        return new VendorUris()
                .buildUri("vendor", new HashMap<>(Map.of("connection", "shop", "method", "POST", "path", "/write")));
    }

    private static Processor mapped(String document) {
        return exchange -> exchange.getMessage().setBody(ExactJson.MAPPER.readTree(document));
    }
}
