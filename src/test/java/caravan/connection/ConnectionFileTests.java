package caravan.connection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection.Mode;
import caravan.connection.ConnectionFile.Content;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import caravan.kit.KitConnectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ConnectionFileTests {
    private final Path file;
    private final Problems problems;

    ConnectionFileTests(@TempDir Path folder) {
        this.file = folder.resolve("connections.yaml");
        this.problems = new Problems(Path.of("connections.yaml"));
    }

    @Test
    void readsAConnectionWithEverything() throws IOException {
        Content content = read("""
                - id: main
                  connector: kit
                  title: Main shop
                  mode: live
                  poll: 30s
                  auto-live: true
                  drift: ask
                  network: {plain-http: true, private-addresses: false, self-signed: true}
                  locations:
                    default: [a, b]
                  settings:
                    shop-url: https://${HOST}/x
                    api-token: ${TOKEN}
                """);
        assertThat(problems.texts()).isEmpty();
        NewConnection connection = check(content, false).orElseThrow();
        assertThat(content.entries().get(0).mode()).isEqualTo(Mode.LIVE);
        assertThat(connection)
                .returns(new ConnectionId("main"), NewConnection::id)
                .returns("Main shop", NewConnection::title)
                .returns(Duration.ofSeconds(30), NewConnection::poll)
                .returns(true, NewConnection::autoLive)
                .returns(DriftPolicy.ASK, NewConnection::drift)
                .returns(new Network(true, false, true), NewConnection::network)
                .returns(Map.of("default", List.of("a", "b")), NewConnection::locations)
                .returns(Map.of("shop-url", "https://shop.example/x"), NewConnection::settings);
        assertThat(requireNonNull(connection.secrets().get("api-token")).reveal())
                .isEqualTo("token-1");
    }

    @Test
    void knowsThreePoliciesForDrift() throws IOException {
        assertThat(read("[{id: shop, connector: kit}]").entries())
                .extracting(ConnectionFile.Entry::drift)
                .containsExactly(DriftPolicy.HUB);
        read("[{id: shop, connector: kit, drift: never}]");
        assertThat(problems.texts()).singleElement().asString().contains("'drift' must be hub, channel or ask.");
    }

    @Test
    void readsRulesForAllSkusAndForSome() throws IOException {
        assertThat(read("""
                        - id: shop
                          connector: kit
                          rules:
                            default: {buffer: 2, share: 0.50}
                            items:
                              007: {minimum: 1, maximum: 9}
                        """).entries().get(0).rules())
                .containsExactly(
                        new RulesGiven.Rule(null, 2L, new BigDecimal("0.50"), null, null),
                        new RulesGiven.Rule(new Sku("007"), null, null, 1L, 9L));
        assertThat(problems.texts()).isEmpty();
    }

    @Test
    void tellsEveryMistakeInRulesWithItsLineAndTakesOtherConnections() throws IOException {
        Content content = read("""
                - id: shop
                  connector: kit
                  rules:
                    standard: {buffer: 1}
                    default:
                      buffer: -1
                      share: 50%
                      minimum: 1.5
                      most: 3
                    items:
                      TEE: {minimum: 5, maximum: 4}
                      MUG:
                      "bad\\u0000sku": {buffer: 1}
                      " x": {buffer: 1}
                      CAP: 7
                - id: other
                  connector: kit
                """);
        assertThat(problems.texts())
                .extracting(text -> text.substring("connections.yaml, ".length()))
                .containsExactly(
                        "line 4: 'standard' is not known here. Remove it; there are: default, items.",
                        "line 6: 'buffer' must be a whole number of units from 0 to 999999999.",
                        "line 7: 'share' must be a number from 0 to 1 with at most 6 decimals, for example 0.5 for half of it.",
                        "line 8: 'minimum' must be a whole number of units from 0 to 999999999.",
                        "line 9: 'most' is not known here. Remove it; there are: buffer, share, minimum, maximum.",
                        "line 11: 'minimum' is above 'maximum', so that nothing would ever be shown. Correct one of them.",
                        "line 12: the rule of 'MUG' says nothing. Give it one of: buffer, share, minimum, maximum; or remove it.",
                        "line 13: a SKU must not hold control characters. Remove them.",
                        "line 14: SKU ' x' must have 1 to 255 characters and no surrounding white space."
                                + " Correct it where it is kept.",
                        "line 15: 'CAP' must be a mapping of names and values. Write each on a line of its own, as"
                                + " 'name: value'.");
        assertThat(content.entries()).extracting(entry -> entry.id().value()).containsExactly("other");
        assertThat(content.complete()).isTrue();
    }

    @Test
    void hasNoConnectionsIfItIsMissingEmptyOrAllComments() throws IOException {
        assertThat(ConnectionFile.read(file, problems).complete()).isTrue();
        for (String text : List.of("", "# nothing\n", "---\n", "[]")) {
            assertThat(read(text).entries()).isEmpty();
        }
        assertThat(ConnectionFile.read(Path.of("config/connections.yaml"), problems)
                        .entries())
                .as("the example that is shipped")
                .isEmpty();
        assertThat(problems.texts()).isEmpty();
    }

    @Test
    void shipsAnExampleThatIsRight() throws IOException {
        String example = Files.readString(Path.of("config/connections.yaml"))
                .lines()
                .filter(line -> line.startsWith("#-") || line.startsWith("#  "))
                .map(line -> line.substring(1))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(read(example).entries()).hasSize(1);
        assertThat(problems.texts()).isEmpty();
    }

    @Test
    void tellsEveryProblemWithItsLineAndTakesTheRest() throws IOException {
        Content content = read("""
                - id: Main
                  connector: kit
                - id: second
                  colour: red
                  mode: fast
                  poll: often
                  auto-live: maybe
                  network: {plain-https: true}
                  locations: {default: a}
                  settings:
                    shop-url: [x]
                - id: third
                  connector: kit
                - id: third
                  connector: kit
                  connector: kit
                - just text
                """);
        assertThat(problems.texts())
                .extracting(text -> text.substring("connections.yaml, ".length()))
                .anySatisfy(text -> assertThat(text).startsWith("line 1: Connection 'Main' must be 1 to 40"))
                .anySatisfy(text -> assertThat(text).startsWith("line 3: 'connector' is missing. Add a line"))
                .anySatisfy(text -> assertThat(text).startsWith("line 4: 'colour' is not known here. Remove it"))
                .contains(
                        "line 5: 'mode' must be shadow or live.",
                        "line 6: 'poll' must be a time, for example 30s or 5m.",
                        "line 7: 'auto-live' must be true or false.",
                        "line 9: 'default' must be a list of names, for example [main].",
                        "line 11: 'shop-url' must be one value. Write a single text or number after it.",
                        "line 14: connection 'third' stands in the file twice. Rename one.",
                        "line 16: 'connector' stands here twice. Remove one.",
                        "line 17: a connection must be a mapping of names and values. Write each on a line of its own, as"
                                + " 'name: value'.")
                .anySatisfy(text -> assertThat(text).startsWith("line 8: 'plain-https' is not known here"));
        assertThat(content.entries()).extracting(entry -> entry.id().value()).containsExactly("third");
        assertThat(content.named()).contains(new ConnectionId("second"));
        assertThat(content.complete()).as("'Main' may be one that was there").isFalse();
    }

    @Test
    void tellsWhereAFileIsNoYamlWithoutQuotingIt() throws IOException {
        Content content = read("- id: main\n  settings: {api-token: 'hush-hush\n");
        assertThat(content.complete()).isFalse();
        assertThat(problems.texts()).hasSize(1);
        assertThat(problems.texts().get(0))
                .startsWith("connections.yaml, line ")
                .contains("this is no YAML")
                .doesNotContain("hush-hush");
    }

    @Test
    void readsNeitherEndlessFilesNorOtherEncodings() throws IOException {
        assertThat(read("# " + "x".repeat(1_100_000)).complete()).isFalse();
        Files.write(file, "- id: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConnectionFile.read(file, problems).complete()).isFalse();
        assertThat(problems.texts())
                .containsExactly(
                        "connections.yaml, line 1: the file is longer than 1000000 bytes. Shorten it.",
                        "connections.yaml, line 1: the file cannot be read."
                                + " Make it UTF-8 and readable to the hub's user.");
    }

    @Test
    void wantsAList() throws IOException {
        assertThat(read("connections:\n- id: main\n").complete()).isFalse();
        assertThat(problems.texts().get(0)).contains("must be a list of connections");
    }

    @Test
    void namesAPlaceholderThatIsNotSet() throws IOException {
        assertThat(check(entry("api-token: ${NOWHERE}"), false)).isEmpty();
        assertThat(problems.texts())
                .containsExactly("connections.yaml, line 5: connection 'main': setting 'api-token' needs ${NOWHERE},"
                        + " which is not set. Set it in the environment of the hub.");
    }

    @Test
    void refusesASecretInTheFileItself() throws IOException {
        for (String literal : List.of("hush-hush", "hush-${TOKEN}")) {
            assertThat(check(entry("api-token: " + literal), false)).isEmpty();
        }
        assertThat(problems.texts())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("line 5: connection 'main': secret 'api-token' stands in the file itself")
                        .doesNotContain("hush"));
    }

    @Test
    void takesASecretInTheFileItselfInASandbox() throws IOException {
        NewConnection connection = check(entry("api-token: hush-hush"), true).orElseThrow();
        assertThat(requireNonNull(connection.secrets().get("api-token")).reveal())
                .isEqualTo("hush-hush");
    }

    @Test
    void checksSettingsAgainstTheConnectorWithTheirLines() throws IOException {
        assertThat(check(entry("page-size: many\n    colour: red"), false)).isEmpty();
        assertThat(problems.texts())
                .anyMatch(text -> text.startsWith(
                        "connections.yaml, line 1: connection 'main': setting 'api-token' is" + " missing."))
                .anyMatch(text -> text.contains("line 5: connection 'main': setting 'page-size' must be a whole"))
                .anyMatch(text -> text.contains("line 6: connection 'main': setting 'colour' is no setting"));
    }

    private Content entry(String setting) throws IOException {
        return read("""
                - id: main
                  connector: kit
                  settings:
                    shop-url: https://shop.example
                """ + "    " + setting + "\n");
    }

    private Optional<NewConnection> check(Content content, boolean sandbox) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("HOST", "shop.example", "TOKEN", "token-1")));
        return new EntryCheck(environment, sandbox, problems)
                .check(
                        content.entries().get(0),
                        new KitConnectors().find(KitConnectors.NAME).orElseThrow());
    }

    private Content read(String text) throws IOException {
        Files.writeString(file, text);
        return ConnectionFile.read(file, problems);
    }
}
