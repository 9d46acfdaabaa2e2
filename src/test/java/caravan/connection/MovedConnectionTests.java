package caravan.connection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connection.Connection.Mode;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.KitConnectors;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.security.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A live connection whose settings lead to another shop from one moment to the next. */
@HubTest
class MovedConnectionTests {
    private static final Network PUBLIC = new Network(false, false, false);

    private final Connections connections;
    private final ConnectionAccounts accounts;
    private final FileConnections files;
    private final Shop shop;
    private final ConnectionId id;
    private final String twins;

    MovedConnectionTests(
            Connections connections,
            ConnectionAccounts accounts,
            FileConnections files,
            Shops shops,
            @LocalServerPort int port) {
        this.connections = connections;
        this.accounts = accounts;
        this.files = files;
        this.shop = shops.open();
        this.id = shop.connection();
        this.twins = "https://localhost:" + port + "/sandbox/";
    }

    private Sku sku = new Sku("NONE");

    @BeforeEach
    void sell() {
        sku = shop.selling(10);
    }

    @Test
    void isNeverWrittenWithTheBooksOfTheShopBefore() {
        live();
        assertThat(listing()).isEqualTo("watched approved read anew");
        readAgain();

        change(settings("other", "main"), "token-2", "hook-2");

        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
        assertThat(listing()).isEqualTo("watched approved read anew");
        assertThat(requireNonNull(accounts.find(id).orElseThrow().secrets().get("api-token"))
                        .reveal())
                .isEqualTo("token-2");
    }

    @Test
    void getsNoSecretThatWasEntrustedToAnotherAddress() {
        live();
        Map<String, String> elsewhere = settings("other", "main");
        assertThatThrownBy(
                        () -> connections.change(id, "T", elsewhere, Map.of("api-token", Secret.of("token-2")), PUBLIC))
                .isInstanceOf(InvalidConnection.class)
                .hasMessageContaining("'webhook-secret' must be given anew")
                .hasMessageNotContaining("'api-token'");
        assertThat(connections.problems(new NewConnection(
                        id, KitConnectors.NAME, "T", elsewhere, Map.of(), PUBLIC, Map.of(), null, false)))
                .extracting(ConnectionProblem::field)
                .containsExactly("api-token", "webhook-secret");
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
    }

    @Test
    void isReadAnewAtAnotherPlaceOfTheSameShop() {
        live();
        readAgain();
        connections.change(id, "T", settings("kit", "cellar"), Map.of(), PUBLIC);

        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
        assertThat(listing()).isEqualTo("watched approved read anew");
    }

    @Test
    void staysLiveWhereTheSameIsWrittenInAnotherWay() {
        live();
        readAgain();
        Map<String, String> same = Map.of("shop-url", twins + "kit/", "page-size", "9");
        connections.change(id, "Renamed", same, Map.of(), PUBLIC);

        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
        assertThat(listing()).isEqualTo("watched approved");
    }

    @Test
    void goesBackToShadowWhenTheFileNamesAnotherAddress() throws IOException {
        take("kit");
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
        readAgain();
        take("kit");
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);

        take("other");
        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
        assertThat(listing()).isEqualTo("watched approved read anew");
        take("other");
        connections.mode(id, Mode.LIVE);
        take("other");
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
    }

    private void take(String store) throws IOException {
        Path file = Path.of("target", id + ".yaml");
        System.setProperty("kit.moved", "token");
        Files.writeString(
                file,
                "- id: " + id + "\n  connector: kit\n  mode: live\n  settings:\n    shop-url: " + twins + store
                        + "\n    api-token: ${kit.moved}\n");
        files.take(file);
        System.clearProperty("kit.moved");
        assertThat(files.problems()).isEmpty();
    }

    private void live() {
        connections.add(new NewConnection(
                id,
                KitConnectors.NAME,
                "Kit shop",
                settings("kit", "main"),
                Map.of("api-token", Secret.of("token-1"), "webhook-secret", Secret.of("hook-1")),
                PUBLIC,
                Map.of("default", List.of(shop.shelf())),
                null,
                false));
        connections.mode(id, Mode.LIVE);
    }

    private void change(Map<String, String> settings, String token, String hook) {
        connections.change(
                id, "T", settings, Map.of("api-token", Secret.of(token), "webhook-secret", Secret.of(hook)), PUBLIC);
    }

    private Map<String, String> settings(String store, String name) {
        return Map.of("shop-url", twins + store, "shop-name", name);
    }

    private void readAgain() {
        shop.read(shop.listing(sku), 10, Shop.OPENED);
    }

    private String listing() {
        return shop.jdbc()
                .sql("""
                        SELECT state || CASE WHEN approved THEN ' approved' ELSE '' END
                            || CASE WHEN baseline IS NULL THEN ' read anew' ELSE '' END
                        FROM listing WHERE id = :id""")
                .param("id", shop.listing(sku))
                .query(String.class)
                .single();
    }
}
