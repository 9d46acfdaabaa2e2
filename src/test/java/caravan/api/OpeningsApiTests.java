package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.inventory.Listings;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

@HubTest
class OpeningsApiTests {
    private static final String OPENINGS = "/api/stock/openings";

    private final Program viewer;
    private final Program operator;
    private final Connections connections;
    private final Listings listings;
    private final Shop shop;

    OpeningsApiTests(Visitors visitors, Shops shops, Connections connections, Listings listings) {
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.connections = connections;
        this.listings = listings;
        this.shop = shops.open();
    }

    @Test
    void draftsAFileTellsWhichRowsAreRefusedAndBooksTheRestOnce() throws Exception {
        Sku sku = shop.item();
        String csv = "sku,location,units\n" + sku + "," + shop.shelf() + ",7\nno-such-item," + shop.shelf() + ",1\n";
        assertThat(file(viewer, csv, "").status()).isEqualTo(403);
        Answer draft = file(operator, csv, "?name=stock.csv&countedAt=2026-01-31T18:00:00Z");
        assertThat(draft.status()).isEqualTo(201);
        String run = draft.raw().headers().firstValue("Location").orElseThrow();
        assertThat(draft.text("/state")).isEqualTo("DRAFT");
        assertThat(draft.text("/countedAt")).isEqualTo("2026-01-31T18:00:00Z");
        Answer refused = operator.get(run + "/rows?refused=true");
        assertThat(refused.body().path("rows")).hasSize(1);
        assertThat(refused.text("/rows/0/refusal")).isEqualTo("There is no item of this SKU");
        assertThat(operator.get(run + "/rows?limit=1").body().path("next").isNull())
                .isFalse();
        assertThat(operator.send("POST", run + "/book", "").status())
                .as("without a key")
                .isEqualTo(400);

        String key = Names.unique("key");
        assertThat(operator.send("POST", run + "/book", "", "Idempotency-Key", key)
                        .text("/state"))
                .isEqualTo("BOOKING");
        Await.until(
                "the balance is open", () -> operator.get(run).text("/state").equals("DONE"));
        Answer again = operator.send("POST", run + "/book", "", "Idempotency-Key", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(operator.send("POST", run + "/book", "", "Idempotency-Key", Names.unique("key"))
                        .status())
                .isEqualTo(409);
        shop.listed(sku, 5);
        assertThat(shop.stand(sku).onHand()).isEqualTo(7);
    }

    @Test
    void refusesAFileThatCannotBeUsedAsAWholeOrIsNone() throws Exception {
        assertThat(file(operator, "a,b\n1,2\n", "").status()).isEqualTo(422);
        assertThat(operator.send("POST", OPENINGS + "/file", "{}").status()).isEqualTo(415);
        assertThat(file(operator, "sku,location,units\n", "?countedAt=yesterday")
                        .status())
                .isEqualTo(400);
        assertThat(file(operator, "x".repeat(10 * 1024 * 1024 + 1), "").status())
                .isEqualTo(413);
        assertThat(operator.get(OPENINGS + "/999999999999").status()).isEqualTo(404);
    }

    @Test
    void draftsWhatAChannelShows() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        String body = "{\"connection\": \"" + store.id() + "\"}";
        assertThat(operator.send("POST", OPENINGS + "/channel", body).status())
                .as("nothing was read yet")
                .isEqualTo(422);
        Sku sku = shop.item();
        shop.listedElsewhere(store.id(), sku);
        shop.read(listings.find(store.id(), "at-" + sku).get(0), 4, Shop.OPENED);
        Answer draft = operator.send("POST", OPENINGS + "/channel", body);
        assertThat(draft.status()).isEqualTo(201);
        assertThat(operator.get(OPENINGS + "/" + draft.text("/id") + "/rows")
                        .body()
                        .at("/rows/0/units")
                        .asLong())
                .isEqualTo(4);
        assertThat(operator.send("POST", OPENINGS + "/channel", "{\"connection\": \"no-such\"}")
                        .status())
                .isEqualTo(404);
    }

    private static Answer file(Program program, String csv, String query) throws Exception {
        return program.send(program.request(OPENINGS + "/file" + query)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
    }
}
