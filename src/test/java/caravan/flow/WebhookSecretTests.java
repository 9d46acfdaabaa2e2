package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.intake.Subscriptions;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.kit.WriteEar;
import caravan.link.Duties;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import caravan.security.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Live connections, and the secret their webhooks are signed with. */
@HubTest
class WebhookSecretTests {
    private final Stores stores;
    private final Connections connections;
    private final Duties duties;
    private final Subscriptions subscriptions;
    private final Visitors visitors;

    WebhookSecretTests(
            Stores stores, Connections connections, Duties duties, Subscriptions subscriptions, Visitors visitors) {
        this.stores = stores;
        this.connections = connections;
        this.duties = duties;
        this.subscriptions = subscriptions;
        this.visitors = visitors;
    }

    @Test
    void aShopifyShopIsPolledAloneUntilItsSecretIsThere() throws Exception {
        isPolledAloneUntil(
                "client-secret", ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));
    }

    @Test
    void aWooCommerceStoreIsPolledAloneUntilItsSecretIsThere() throws Exception {
        isPolledAloneUntil(
                "webhook-secret", WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()));
    }

    @Test
    void aStoreIsToldOfItsNewSecretWithEverySubscription() throws Exception {
        WooStore store = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
        WriteEar ear = new WriteEar(store);
        stores.openWithout(Set.of(), ear.front());
        int topics = 8;
        Await.until("it subscribes", () -> store.subscriptions().active() == topics);
        Await.until("that is known here", () -> standings(store).size() == topics);
        assertThat(told(ear)).isZero();

        fillIn(store, "webhook-secret", "anotherSecret4711");
        Await.until("it is told", () -> told(ear) == topics);
        Await.until("that is known here", () -> standings(store).stream().noneMatch(Subscriptions.Standing::outdated));
        assertThat(store.subscriptions().active()).isEqualTo(topics);
        stores.close(List.of(ear.front()));
    }

    private static long told(WriteEar ear) {
        return ear.heard().stream()
                .filter(call -> call.startsWith("PUT ") && call.contains("/webhooks/"))
                .count();
    }

    private List<Subscriptions.Standing> standings(Twin store) {
        return subscriptions.of(Stores.id(store));
    }

    private void fillIn(Twin store, String secret, String value) {
        Connection connection = connections.require(Stores.id(store));
        connections.change(
                connection.id(),
                connection.title(),
                connection.settings(),
                Map.of(secret, Secret.of(value)),
                connection.network());
    }

    private void isPolledAloneUntil(String secret, Twin store) throws Exception {
        WriteEar ear = new WriteEar(store);
        stores.openWithout(Set.of(secret), ear.front());
        Await.until("orders were polled", () -> isDone(store, DutyWork.ORDERS));

        assertThat(ear.heard()).isEmpty();
        assertThat(duties.of(Stores.id(store))).noneMatch(duty -> duty.kind().equals(DutyWork.WEBHOOKS));
        assertThat(visitors.signedIn(Role.VIEWER)
                        .open("/connections/" + store.store())
                        .body())
                .contains("setting <code>" + secret + "</code> is not filled in", "by poll alone");

        fillIn(store, secret, Objects.requireNonNull(store.credentials().get(secret)));
        Await.until("it subscribes", () -> store.subscriptions().active() > 0);
        stores.close(List.of(ear.front()));
    }

    private boolean isDone(Twin store, String kind) {
        return duties.of(Stores.id(store)).stream().anyMatch(duty -> duty.kind().equals(kind) && duty.doneAt() != null);
    }
}
