package caravan.connector;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connector.ConnectorCalls.Answer;
import caravan.connector.ConnectorCalls.Lane;
import caravan.connector.Manifest.Topic;
import caravan.connector.VendorAccount.Network;
import caravan.connector.WebhookReading.Heard;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.security.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.ObjectProvider;

/** The whole way of a call, from files to answers, with the pattern connector and a vendor that answers as told. */
class RouteCallsTests {
    private static final ConnectionId SHOP = new ConnectionId("shop-1");
    private static final Instant THEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ORDER = """
            {"id": 9007199254740993, "number": "1007", "status": "paid", "created_at": "2026-11-22T10:00:00",
             "updated_at": "2026-11-22T10:00:05", "currency": "EUR", "total": 18.595,
             "items": [{"id": 1, "product_id": 5, "quantity": 1, "sold": 1, "price": 18.595}]}""";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<ConnectionId, VendorAccount> accounts = new ConcurrentHashMap<>();
    private final Path folder;
    private StandVendor.Answers vendor = (parameters, exchange) -> {};
    private FolderConnectors connectors;
    private Deployer deployer;
    private RouteCalls calls;
    private TopicReading webhooks;

    RouteCallsTests(@TempDir Path temp) throws Exception {
        folder = temp.resolve("connectors");
        copy(Path.of("connectors/_template"), folder.resolve("template"));
        connectors = new FolderConnectors(new ConnectorSettings(folder, false));
        KnownAccounts known = new KnownAccounts(providing());
        deployer = new Deployer(camel, connectors, known);
        Schemas schemas = new Schemas();
        calls = new RouteCalls(camel, camel.createProducerTemplate(), known, connectors, schemas);
        webhooks = new TopicReading(known, connectors, schemas);
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1);
        camel.getRegistry().bind("uris", new ParameterUris(Set.of("mapping", "vendor")));
        camel.addComponent("vendor", new StandVendor((parameters, exchange) -> vendor.answer(parameters, exchange)));
        camel.addComponent("mapping", new MappingComponent(known, connectors));
    }

    @BeforeEach
    void startWithOneConnection() throws Exception {
        camel.start();
        add(SHOP, "https://shop.example");
        deployer.compare();
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    @Test
    void readsAnOrderExactly() throws Exception {
        vendor = (parameters, exchange) -> {
            assertThat(parameters)
                    .containsEntry("connection", "shop-1")
                    .containsEntry("path", "/orders/{id}")
                    .containsEntry("absent", "404");
            assertThat(exchange.getProperty("request-id")).isEqualTo("9007199254740993");
            assertThat(exchange.getProperty("lane")).isEqualTo(Lane.REAL_TIME);
            exchange.setProperty("answered", new Period(THEN, THEN.plusSeconds(1)));
            exchange.getMessage().setBody(ExactJson.MAPPER.readTree(ORDER));
        };
        Answer answer = calls.call(SHOP, Capability.ORDER_READ, Lane.REAL_TIME, "{\"id\": \"9007199254740993\"}");
        assertThat(answer.document())
                .contains("\"externalId\":\"9007199254740993\"", "\"total\":{\"shop\":\"18.595\"}");
        assertThat(answer.at()).isEqualTo(new Period(THEN, THEN.plusSeconds(1)));
        assertThat(answer.next()).isNull();
    }

    @Test
    void tellsWhyASubscriptionIsRefusedInTheVendorsOwnWords() throws Exception {
        copy(Path.of("connectors/shopify"), folder.resolve("shopify"));
        ConnectionId shop = new ConnectionId("shop-graph");
        accounts.put(
                shop,
                new VendorAccount(
                        shop,
                        "shopify",
                        Map.of("shop-url", "https://a.example", "api", "graphql", "auth", "token", "location", "71"),
                        Map.of("access-token", Secret.of("s")),
                        new Network(false, false, false)));
        connectors.refresh();
        deployer.compare();
        vendor = (parameters, exchange) -> exchange.getMessage()
                .setBody(ExactJson.MAPPER.readTree("{\"data\": {\"made\": {\"webhookSubscription\": null,"
                        + " \"userErrors\": [{\"message\": \"Address is not allowed.\"}]}}}"));
        assertThatThrownBy(() -> calls.call(
                        shop,
                        Capability.WEBHOOK_WRITE,
                        Lane.BULK,
                        "{\"topic\": \"orders/create\", \"address\": \"https://hub.example/hooks/a\"}"))
                .isInstanceOfSatisfying(CallFailed.class, failed -> {
                    assertThat(failed.fault()).isEqualTo(Fault.REFUSED);
                    assertThat(failed.detail()).contains("Address is not allowed.", "must be https");
                });
    }

    @Test
    void asksARestShopForTheLevelsOfOneLocationSoThatNoPageIsCutSilently() throws Exception {
        copy(Path.of("connectors/shopify"), folder.resolve("shopify"));
        ConnectionId rest = new ConnectionId("shop-rest");
        accounts.put(
                rest,
                new VendorAccount(
                        rest,
                        "shopify",
                        Map.of("shop-url", "https://a.example", "api", "rest", "auth", "token", "location", "71"),
                        Map.of("access-token", Secret.of("s")),
                        new Network(false, false, false)));
        assertThat(connectors.refresh()).contains("shopify");
        deployer.compare();
        assertThat(connectors.problems()).isEmpty();
        List<String> queries = new ArrayList<>();
        vendor = (parameters, exchange) -> {
            queries.add(String.valueOf(parameters.get("query")));
            exchange.setProperty("answered", new Period(THEN, THEN.plusSeconds(1)));
            exchange.getMessage().setBody(ExactJson.MAPPER.readTree("{\"inventory_levels\": []}"));
        };
        calls.call(
                rest,
                Capability.INVENTORY_READ,
                Lane.BULK,
                "{\"batch\": \"\", \"ids\": \"5\", \"rows\": [{\"externalId\": \"5\", \"location\": \"71\"}]}");
        assertThat(queries).containsExactly("location_ids=71&inventory_item_ids={ids}&limit=250");
    }

    @Test
    void tellsThatThereIsNoSuchOrder() throws Exception {
        vendor = (parameters, exchange) -> exchange.getMessage().setBody(null);
        assertThat(calls.call(SHOP, Capability.ORDER_READ, Lane.BULK, "{\"id\": \"1\"}")
                        .document())
                .isNull();
    }

    @Test
    void handsPagesThrough() throws Exception {
        vendor = (parameters, exchange) -> {
            assertThat(parameters)
                    .containsEntry("query", "changed_from={from}&changed_to={to}")
                    .containsEntry("paging", "pages");
            assertThat(exchange.getProperty("page")).isEqualTo("2");
            exchange.setProperty("next", "3");
            exchange.getMessage().setBody(ExactJson.MAPPER.readTree("{\"orders\": [" + ORDER + "]}"));
        };
        Answer answer = calls.call(
                SHOP, Capability.ORDERS_READ, Lane.BULK, "{\"from\": \"a\", \"to\": \"b\", \"page\": \"2\"}");
        assertThat(answer.next()).isEqualTo("3");
        assertThat(answer.document()).startsWith("{\"orders\":[{\"externalId\":\"9007199254740993\"");
    }

    @Test
    void handsOnWhatItCannotMapBesideTheOtherOrdersOfItsPage() throws Exception {
        String broken = ORDER.replace("9007199254740993", "8").replace("\"total\": 18.595", "\"total\": []");
        vendor = (parameters, exchange) -> exchange.getMessage()
                .setBody(ExactJson.MAPPER.readTree("{\"orders\": [" + broken + ", {}, " + ORDER + "]}"));
        Answer answer = calls.call(SHOP, Capability.ORDERS_READ, Lane.BULK, "{\"from\": \"a\", \"to\": \"b\"}");
        JsonNode orders = ExactJson.MAPPER.readTree(answer.document()).path("orders");
        assertThat(orders.findValuesAsText("externalId")).startsWith("8", "?", "9007199254740993");
        assertThat(orders.path(0).path(ConnectorCalls.REFUSED).asText()).contains("order.jslt line");
        assertThat(orders.path(0).path("order").toString())
                .isEqualTo(ExactJson.MAPPER.readTree(broken).toString());
        assertThat(orders.path(1).path("order")).isEmpty();
        assertThat(orders.path(2).has(ConnectorCalls.REFUSED)).isFalse();
    }

    @Test
    void failsAPageWhoseMappingFailsWithoutAnyOrder() {
        vendor = (parameters, exchange) -> exchange.getMessage().setBody(ExactJson.MAPPER.readTree("{\"orders\": 5}"));
        assertThatThrownBy(
                        () -> calls.call(SHOP, Capability.ORDERS_READ, Lane.BULK, "{\"from\": \"a\", \"to\": \"b\"}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.DEFECT));
    }

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACCOUNT_READ", "ORDERS_READ", "ORDER_READ"})
    void refusesWhatTheConnectorDoesNotDeclare(Capability capability) {
        assertThat(calls.can(SHOP, capability)).isFalse();
        assertThatThrownBy(() -> calls.call(SHOP, capability, Lane.BULK, "{}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageStartingWith(
                        "Connector 'template' does not declare '" + capability.code() + "' for connection 'shop-1'.");
    }

    @Test
    void handsOnTheVendorsFaultAsItIs() {
        CallFailed throttled = new CallFailed(Fault.THROTTLED, "Too many.");
        vendor = (parameters, exchange) -> {
            throw throttled;
        };
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ACCOUNT_READ, Lane.BULK, "{}"))
                .isSameAs(throttled);
    }

    @Test
    void callsItADefectWhenRequestOrAnswerBreakTheirSchemaOrTheRouteFails() {
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ORDER_READ, Lane.BULK, "{\"jane\": \"jane\"}"))
                .hasMessageStartingWith("The request for 'order.read' is wrong: '/id' is missing");
        vendor = (parameters, exchange) ->
                exchange.getMessage().setBody(ExactJson.MAPPER.readTree("{\"name\": \"A\", \"currency\": \"jane\"}"));
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ACCOUNT_READ, Lane.BULK, "{}"))
                .hasMessage("The answer of connector 'template' to 'account.read' is wrong:"
                        + " '/currency' must have the form ^[A-Z]{3}$");
        vendor = (parameters, exchange) -> {
            throw new IllegalStateException("jane@example.org");
        };
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ACCOUNT_READ, Lane.BULK, "{}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.DEFECT))
                .hasMessage("Route 'shop-1.account.read' failed with IllegalStateException.");
    }

    @Test
    void callsItUnreachedWhatAStoppingHubDoesNotSendAnyMore() {
        camel.stop();
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ORDER_READ, Lane.REAL_TIME, "{\"id\": \"1\"}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failure -> assertThat(failure.fault()).isEqualTo(Fault.UNREACHED));
    }

    @Test
    void followsConnections() throws Exception {
        ConnectionId second = new ConnectionId("shop-2");
        add(second, "https://other.example");
        deployer.compare();
        assertThat(calls.can(second, Capability.ORDER_READ)).isTrue();
        accounts.remove(SHOP);
        deployer.compare();
        assertThat(camel.getRoute("shop-1.order.read")).isNull();
        assertThat(calls.can(second, Capability.ORDER_READ)).isTrue();
        camel.getRouteController().stopRoute("shop-2.order.read");
        assertThat(calls.can(second, Capability.ORDER_READ)).isFalse();
        assertThatThrownBy(() -> calls.call(second, Capability.ORDER_READ, Lane.BULK, "{\"id\": \"1\"}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.UNREACHED))
                .hasMessageStartingWith("Route 'shop-2.order.read' does not run.");
    }

    @Test
    void swapsAChangedFileWithEveryInstance() throws Exception {
        vendor = (parameters, exchange) -> exchange.getMessage()
                .setBody(ExactJson.MAPPER.createObjectNode().put("name", String.valueOf(parameters.get("path"))));
        assertThat(title()).contains("\"/shop\"");
        String before = requireNonNull(connectors.hashes().get("template"));
        edit("account-source.camel.yaml", "path: /shop", "path: /v2/shop");
        assertThat(title()).contains("\"/v2/shop\"");
        assertThat(connectors.hashes()).containsOnlyKeys("template").doesNotContainValue(before);
        edit("mapping/account-answer.jslt", "\"title\": .name", "\"title\": \"new \" + .name");
        assertThat(title()).contains("\"new /v2/shop\"");
        assertThat(connectors.problems()).isEmpty();
    }

    @Test
    void leavesEverythingAsItWasWhileAFileIsBad() throws Exception {
        vendor = (parameters, exchange) -> exchange.getMessage()
                .setBody(ExactJson.MAPPER.createObjectNode().put("name", String.valueOf(parameters.get("path"))));
        Map<String, String> hashes = connectors.hashes();
        edit("account-source.camel.yaml", "path: /shop", "path: shop");
        assertThat(title()).contains("\"/shop\"");
        assertThat(connectors.hashes()).as("of what runs").isEqualTo(hashes);
        assertThat(connectors.problems())
                .singleElement()
                .asString()
                .startsWith("connectors/template/account-source.camel.yaml line 18: path 'shop'");
        edit("account-source.camel.yaml", "path: shop", "path: /v3/shop");
        assertThat(connectors.problems()).isEmpty();
        assertThat(title()).contains("\"/v3/shop\"");
    }

    @Test
    void stopsWithTheFolderAndComesBackWithIt() throws Exception {
        Files.move(folder.resolve("template"), folder.resolve(".away"));
        refresh();
        assertThat(calls.can(SHOP, Capability.ACCOUNT_READ)).isFalse();
        assertThatThrownBy(() -> calls.call(SHOP, Capability.ACCOUNT_READ, Lane.BULK, "{}"))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.UNREACHED));
        Files.move(folder.resolve(".away"), folder.resolve("template"));
        refresh();
        assertThat(calls.can(SHOP, Capability.ACCOUNT_READ)).isTrue();
    }

    @Test
    void understandsWebhooksByTopic() throws Exception {
        Heard order = hear("order.updated", ORDER);
        assertThat(order.means()).isEqualTo(Topic.Meaning.ORDER);
        assertThat(order.subject()).isEqualTo("9007199254740993");
        assertThat(order.canonical()).contains("\"total\":{\"shop\":\"18.595\"}");
        assertThat(hear("order.deleted", "{\"id\": 9007199254740993}"))
                .isEqualTo(new Heard(Topic.Meaning.ORDER_DELETED, "9007199254740993", null));
        assertThat(hear("refund.created", "{\"order_id\": \"A-1\"}"))
                .isEqualTo(new Heard(Topic.Meaning.ORDER_LOOK, "A-1", null));
        assertThat(hear("refund.created", "{}").subject()).isEmpty();
        assertThat(hear("theme.published", "no JSON")).isEqualTo(new Heard(Topic.Meaning.NOTHING, "", null));
    }

    @Test
    void namesThePlaceButNotTheContentOfAWebhookItCannotUnderstand() {
        assertThatThrownBy(() -> hear("order.updated", "jane@example.org"))
                .hasMessage("A webhook of topic 'order.updated' for 'shop-1' is no JSON.");
        assertThatThrownBy(() -> hear("order.updated", ORDER.replace("18.595", "\"jane\"")))
                .message()
                .startsWith("connectors/template/mapping/order.jslt line ")
                .contains("'decimal'")
                .doesNotContain("jane");
        assertThatThrownBy(() -> hear("order.updated", ORDER.replace("\"EUR\"", "\"jane\"")))
                .hasMessage("The order that connector 'template' makes of topic 'order.updated' is wrong:"
                        + " '/currency/shop' must have the form ^[A-Z]{3}$");
    }

    private String title() throws CallFailed {
        return String.valueOf(
                calls.call(SHOP, Capability.ACCOUNT_READ, Lane.BULK, "{}").document());
    }

    private Heard hear(String topic, String body) throws CallFailed {
        return webhooks.hear(SHOP, topic, body.getBytes(StandardCharsets.UTF_8));
    }

    private void add(ConnectionId connection, String url) {
        accounts.put(
                connection,
                new VendorAccount(
                        connection,
                        "template",
                        Map.of("shop-url", url),
                        Map.of("api-token", Secret.of("s"), "webhook-secret", Secret.of("w")),
                        new Network(false, false, false)));
    }

    private void edit(String file, String old, String replacement) throws IOException {
        Path path = folder.resolve("template").resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(old);
        Path fresh = Files.writeString(folder.resolve(".fresh"), text.replace(old, replacement));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        refresh();
    }

    private void refresh() {
        if (!connectors.refresh().isEmpty()) {
            deployer.compare();
        }
    }

    private ObjectProvider<VendorAccounts> providing() {
        VendorAccounts all = new VendorAccounts() {
            @Override
            public Optional<VendorAccount> find(ConnectionId connection) {
                return Optional.ofNullable(accounts.get(connection));
            }

            @Override
            public Collection<VendorAccount> all() {
                return List.copyOf(accounts.values());
            }
        };
        return new ObjectProvider<>() {
            @Override
            public Stream<VendorAccounts> stream() {
                return Stream.of(all);
            }
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path each : found.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
