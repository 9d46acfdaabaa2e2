package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final Shop shop;

    IncidentsApiTests(Visitors visitors, Shops shops) {
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
        assertThat(operator.send("POST", path + "/decisions", "{\"choice\": \"PUT_BACK\"}")
                        .status())
                .isEqualTo(409);
        Answer decided = operator.send("POST", path + "/decisions", accept);
        assertThat(decided.body().path("closed").asBoolean())
                .as(decided.raw().body())
                .isTrue();
        assertThat(operator.send("POST", path + "/decisions", accept).status()).isEqualTo(409);
        assertThat(viewer.get(path).text("/resolvedBy")).startsWith("token:");
        assertThat(viewer.get("/api/incidents/999999999999").status()).isEqualTo(404);
    }
}
