package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.Names;
import caravan.kit.OtherWay;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.Purchase.Line;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sales of a Shopify store whose tokens do not last, followed by one that is called by REST, where writes have no keys. */
@ExtendWith(OutputCaptureExtension.class)
class ThirdStoreSellsTests extends StoresInStep {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
    private static final int LINES = 100;

    private final Duties duties;
    private final JdbcClient jdbc;

    ThirdStoreSellsTests(Stores stores, Duties duties, JdbcClient jdbc) {
        super(stores, duties, jdbc, tokened(), byRest());
        this.duties = duties;
        this.jdbc = jdbc;
    }

    private static Twin tokened() {
        ShopifyStore store = ShopifyStore.seeded(
                ShopSettings.demo(Names.unique("shop")).tokensLasting(TOKEN_LIFE), Clock.systemUTC());
        Map<String, String> credentials = store.clientCredentials();
        return OtherWay.to(
                store,
                Map.of("auth", "client-credentials", "client-id", credentials.get("client-id")),
                Map.of("client-secret", credentials.get("client-secret")));
    }

    private static Twin byRest() {
        ShopifyStore store = ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC());
        return OtherWay.to(store, Map.of("api", "rest"), store.credentials());
    }

    @Test
    void fetchesAnotherTokenWhenTheStoreRefusesTheOneItHasAndTellsNobody(CapturedOutput output) throws Exception {
        Await.until("a first token is in the log", () -> calls("route LIKE '%token'") > 0);
        long tokens = calls("route LIKE '%token'");
        int before = seller().stock("MAP-SAMARQAND");
        seller().clock().skew(TOKEN_LIFE.plusMinutes(1));
        other().order(Purchase.paid("MAP-SAMARQAND", 1));
        Await.until("the store follows", () -> seller().stock("MAP-SAMARQAND") == before - 1);
        Await.until("the refused call is in the log", () -> calls("status = 401") > 0);
        Await.until("another token is in the log", () -> calls("route LIKE '%token'") > tokens);
        String secret = seller().credentials().get("client-secret");
        assertThat(calls("strpos(c::text, 'shpat_') > 0 OR strpos(c::text, '" + secret + "') > 0"))
                .as("calls in the log that tell a token or the secret")
                .isZero();
        assertThat(output.toString()).doesNotContain("shpat_").doesNotContain(secret);
    }

    @Test
    void readsAnOrderOfManyLinesWhole() throws Exception {
        List<Line> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            lines.add(new Line(line % 2 == 0 ? "TEA-MINT-100" : "NOTEBOOK-A5", 1));
        }
        int before = other().stock("NOTEBOOK-A5");
        seller().faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        String order = seller().order(new Purchase(lines, true, null, true));
        duties.mark(Stores.id(seller()), DutyWork.ORDERS);
        Await.until("all lines are in", () -> lines(order) == LINES);
        Await.until("the other store follows", () -> other().stock("NOTEBOOK-A5") == before - LINES / 2);
    }

    private long calls(String where) {
        return jdbc.sql("SELECT count(*) FROM call_log c WHERE connection = :connection AND (" + where + ")")
                .param("connection", seller().store())
                .query(Long.class)
                .single();
    }

    private long lines(String order) {
        return jdbc.sql("""
                SELECT count(*) FROM order_line l JOIN orders o ON o.id = l.order_id
                WHERE o.connection = :connection AND o.external_id = :order""")
                .param("connection", seller().store())
                .param("order", order)
                .query(Long.class)
                .single();
    }
}
