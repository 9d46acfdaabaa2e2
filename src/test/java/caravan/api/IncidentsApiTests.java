package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.junit.jupiter.api.Test;

@HubTest
class IncidentsApiTests {
    private final Program viewer;
    private final Program operator;
    private final IncidentList incidents;
    private final Shop shop;

    IncidentsApiTests(Visitors visitors, IncidentList incidents, Shops shops) {
        this.incidents = incidents;
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.shop = shops.open();
    }

    @Test
    void showsAnOversellAndClosesItByADecisionOnce() throws Exception {
        Sku sku = shop.selling(1);
        shop.hear(shop.order(Names.unique("a"), sku, 3).after(1));
        Answer list = viewer.get("/api/incidents?kind=OVERSOLD&limit=200");
        String id = "";
        for (var row : list.body().path("rows")) {
            if (row.path("subject").asString("").contains(sku.value())) {
                id = row.path("id").asString("");
            }
        }
        assertThat(id).as("an incident about %s", sku).isNotEmpty();
        String path = "/api/incidents/" + id;
        Answer one = viewer.get(path);
        assertThat(one.text("/incident/kind")).isEqualTo("OVERSOLD");
        assertThat(one.raw().body()).contains("\"ACCEPT\"", "consequence");

        String accept = "{\"choice\": \"ACCEPT\"}";
        assertThat(viewer.send("POST", path + "/decisions", accept).status()).isEqualTo(403);
        assertThat(operator.send(
                                "POST",
                                path + "/decisions",
                                "{\"choice\": \"PUT_BACK\"}",
                                "Idempotency-Key",
                                Names.unique("k"))
                        .status())
                .as("no choice for an oversell")
                .isEqualTo(409);
        Answer decided = operator.send("POST", path + "/decisions", accept);
        assertThat(decided.body().path("closed").asBoolean())
                .as(decided.raw().body())
                .isTrue();
        assertThat(operator.send("POST", path + "/decisions", accept).status()).isEqualTo(409);
        assertThat(viewer.get(path).text("/resolvedBy")).startsWith("token:");
        assertThat(viewer.get("/api/incidents/999999999999").status()).isEqualTo(404);
    }

    @Test
    void putsWithheldUnitsBackOncePerKeyThoughTheAnswerWasLost() throws Exception {
        Sku sku = shop.selling(10);
        String order = Names.unique("a");
        shop.hear(shop.order(order, sku, 5).after(0));
        shop.hear(shop.order(order, sku, 5).cancelled().after(10));
        String path = "/api/incidents/"
                + incidents
                        .open(IncidentKind.WITHHELD_UNITS, shop.connection().value(), order)
                        .orElseThrow();
        String two = putBack(order, 2);

        assertThat(operator.send("POST", path + "/decisions", two))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400))
                .satisfies(refused -> assertThat(refused.text("/detail")).contains("Idempotency-Key", "PUT_BACK"));
        Answer first = operator.send("POST", path + "/decisions", two, "Idempotency-Key", "back");
        Answer again = operator.send("POST", path + "/decisions", two, "Idempotency-Key", "back");
        assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(shop.stand(sku).withheld()).isEqualTo(3);

        assertThat(operator.send("POST", path + "/decisions", putBack(order, 1), "Idempotency-Key", "back")
                        .status())
                .isEqualTo(422);
        String four = putBack(order, 4);
        assertThat(operator.send("POST", path + "/decisions", four, "Idempotency-Key", "rest")
                        .status())
                .isEqualTo(409);
        assertThat(viewer.get(path).text("/note")).contains("from 1 to 3");
        String three = putBack(order, 3);
        assertThat(operator.send("POST", path + "/decisions", three, "Idempotency-Key", "rest")
                        .body()
                        .path("closed")
                        .asBoolean())
                .as("a refused decision does not use its key up")
                .isTrue();
        assertThat(operator.send("POST", path + "/decisions", three, "Idempotency-Key", "rest")
                        .status())
                .as("a repeat after it was closed is answered like the first")
                .isEqualTo(200);
        assertThat(shop.stand(sku).withheld()).isZero();
    }

    private String putBack(String order, int units) {
        return "{\"choice\": \"PUT_BACK\", \"arguments\": {\"line\": \"" + shop.line(order) + "\", \"units\": \""
                + units + "\"}}";
    }
}
