package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemasTests {
    private static final String ORDER = """
            {"externalId": "7", "number": "1007", "state": "SOLD", "payment": "PAID",
             "placedAt": "2026-11-22T10:00:00Z", "updatedAt": "2026-11-22T10:00:01.5+01:00", "taxesIncluded": true,
             "currency": {"shop": "EUR"}, "total": {"shop": "18.595"},
             "lines": [{"externalId": "1", "stocked": true, "ordered": 1, "cancelled": 0, "shipped": 0, "returned": 0,
                        "taken": 1, "unit": {"shop": "18.595"}}],
             "lookAfter": 2}
            """;

    private final Schemas schemas = new Schemas();

    @Test
    void admitsAWholeOrder() throws Exception {
        assertThat(schemas.wrongOrder(json(ORDER))).isEmpty();
        assertThat(schemas.wrongAnswer(Capability.ORDERS_READ, json("{\"orders\": [" + ORDER + "]}")))
                .isEmpty();
        assertThat(schemas.wrongAnswer(Capability.ORDER_READ, json(ORDER))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Capability.class)
    void refusesWhatNoCapabilityAsksForOrAnswers(Capability capability) throws Exception {
        assertThat(schemas.wrongRequest(capability, json("{\"surprise\": 1}"))).isPresent();
        assertThat(schemas.wrongAnswer(capability, json("{\"surprise\": 1}"))).isPresent();
        assertThat(schemas.wrongAnswer(capability, json("[]"))).isPresent();
    }

    @Test
    void treatsAMissingListAsEmpty() throws Exception {
        assertThat(schemas.wrongAnswer(Capability.ORDERS_READ, json("{}"))).isEmpty();
        assertThat(schemas.wrongAnswer(Capability.INVENTORY_WRITE, json("{}"))).isEmpty();
    }

    @Test
    void takesTheFieldsOfAPassAsText() throws Exception {
        assertThat(schemas.wrongRequest(
                        Capability.ORDERS_READ, json("{\"from\":\"a\",\"to\":\"b\",\"status\":\"any\"}")))
                .isEmpty();
        assertThat(schemas.wrongRequest(Capability.ORDERS_READ, json("{\"from\":\"a\",\"to\":\"b\",\"status\":{}}")))
                .isPresent();
    }

    @Test
    void namesThePlaceButNeverTheValue() throws Exception {
        String broken = ORDER.replace("\"18.595\"", "\"jane@example.org\"")
                .replace("\"SOLD\"", "\"jane\"")
                .replace("\"1007\"", "12")
                .replace(
                        "\"placedAt\": \"2026-11-22T10:00:00Z\",",
                        "\"placedAt\": \"2026-13-22T10:00:00Z\", \"vip\": 1,");
        assertThat(schemas.wrongOrder(json(broken)).orElseThrow())
                .contains(
                        "'/total/shop' must have the form",
                        "'/state' must be one of",
                        "'/number' must be of type string")
                .contains("and 1 more")
                .doesNotContain("jane", "2026");
        assertThat(schemas.wrongOrder(json("{\"vip\": 1}")).orElseThrow()).contains("is missing");
    }

    @Test
    void refusesAmountsThatAreNumbers() throws Exception {
        assertThat(schemas.wrongOrder(json(ORDER.replace("{\"shop\": \"18.595\"}", "{\"shop\": 18.595}"))))
                .isPresent();
    }

    private static JsonNode json(String text) throws Exception {
        return ExactJson.MAPPER.readTree(text);
    }
}
