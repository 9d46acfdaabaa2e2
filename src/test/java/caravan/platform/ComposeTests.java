package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in docker-compose.yml and beside it, held against the hub it starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeTests {
    private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|TOKEN|SECRET|_KEY)$");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)(:[?-][^}]*)?}");

    private String text = "";
    private Map<String, Map<String, Object>> services = Map.of();

    @BeforeAll
    void read() throws IOException {
        text = Files.readString(Path.of("docker-compose.yml"));
        Map<String, Object> compose = yaml(text);
        services = sections(compose.get("services"));
    }

    @Test
    void asksEveryServiceWhetherItWorks() {
        assertThat(services.keySet())
                .contains("database", "broker", "hub-1", "hub-2", "balancer", "prometheus", "grafana");
        services.forEach((name, service) -> {
            assertThat(section(service.get("healthcheck"))).as(name).containsKeys("test", "interval", "timeout");
            assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
        });
    }

    @Test
    void holdsNoSecretItself() {
        services.forEach((name, service) -> environment(service).forEach((key, value) -> {
            if (SECRET.matcher(key).matches()) {
                assertThat(value).as(name + " " + key).matches("\\$\\{[A-Z_]+:[?-].*}");
            }
        }));
    }

    @Test
    void stopsWithAWordWhenASecretTheHubNeedsIsMissing() {
        Map<String, String> hub = environment(service("hub-1"));
        assertThat(List.of(
                        "SPRING_DATASOURCE_PASSWORD",
                        "SPRING_ARTEMIS_PASSWORD",
                        "CARAVAN_SECURITY_KEYS_0_ID",
                        "CARAVAN_SECURITY_KEYS_0_KEY"))
                .allSatisfy(key -> assertThat(hub.get(key)).contains(":?"));
    }

    @Test
    void explainsEveryVariableInTheExample() throws IOException {
        Collection<String> named = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            named.add(variable.group(1));
        }
        Collection<String> explained = Files.readAllLines(Path.of(".env.example")).stream()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained).isEqualTo(named);
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/.env");
    }

    @Test
    void runsTheHubAsForRealBusinessOnDatabaseAndBrokerOfTheirOwn() {
        Map<String, String> hub = environment(service("hub-1"));
        assertThat(hub)
                .containsEntry("SPRING_PROFILES_ACTIVE", "production")
                .containsEntry("SPRING_ARTEMIS_MODE", "native")
                .containsEntry("SPRING_ARTEMIS_EMBEDDED_ENABLED", "false");
        assertThat(environment(service("hub-2"))).isEqualTo(hub);
        assertThat(service("hub-1").get("hostname"))
                .isNotEqualTo(service("hub-2").get("hostname"));
    }

    @Test
    void setsOnlyWhatTheHubKnows() throws IOException {
        String known = Files.readString(Path.of("config/application.yaml"))
                .replace("#", "")
                .lines()
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        environment(service("hub-1")).keySet().stream()
                .filter(key -> key.startsWith("CARAVAN_"))
                .map(key -> key.replaceAll("_\\d+_.*", ""))
                .forEach(key -> {
                    String last = key.substring(key.lastIndexOf('_') + 1).toLowerCase(java.util.Locale.ROOT);
                    assertThat(known.lines()
                                    .map(line -> line.replaceAll(":.*", "").replace("-", "")))
                            .as(key)
                            .contains(last);
                });
    }

    @Test
    void findsEveryFileItMounts() {
        Stream<String> mounted = services.values().stream()
                .flatMap(service -> list(service.get("volumes")).stream())
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .filter(source -> source.startsWith("."));
        assertThat(mounted)
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
    }

    @Test
    void asksTheHubAQuestionItAnswers() throws IOException {
        String balancer = Files.readString(Path.of("config/compose/haproxy.cfg"));
        assertThat(balancer)
                .containsSubsequence(
                        "backend door", "GET /actuator/health/door", "backend pages", "GET /actuator/health/pages")
                .contains("path_beg /hooks/");
        services.keySet().stream()
                .filter(name -> name.startsWith("hub-"))
                .forEach(hub -> assertThat(balancer.lines().filter(line -> line.contains(hub + ":8080")))
                        .hasSize(2));
        assertThat(Path.of("config/compose/healthy")).isExecutable();
        assertThat(Path.of("config/compose/note-classes")).isExecutable();
    }

    /** Containers get a new address when they are made anew, and have none while they are down. */
    @Test
    void looksHubsUpAgainAndStartsWithoutThem() throws IOException {
        String balancer = Files.readString(Path.of("config/compose/haproxy.cfg"));
        assertThat(balancer).containsSubsequence("resolvers docker", "nameserver dns 127.0.0.11:53", "backend door");
        assertThat(balancer.lines().filter(line -> line.strip().startsWith("default-server")))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).contains("resolvers docker").containsPattern("init-addr \\S*none"));
        assertThat(balancer.lines().filter(line -> line.strip().startsWith("server")))
                .as("as all servers of a backend do")
                .noneMatch(line -> line.contains("init-addr") || line.contains("resolvers"));
    }

    @Test
    void givesTheBrokerTheAddressesAndSettingsOfTheEmbeddedOne() throws Exception {
        Configuration file = brokerFile();
        Configuration own = new ConfigurationImpl();
        BrokerConfiguration.addAddresses(own);

        assertThat(new TreeMap<>(file.getAddressSettings())).isEqualTo(new TreeMap<>(own.getAddressSettings()));
        assertThat(file.getAddressConfigurations().stream()
                        .map(ComposeTests::told)
                        .toList())
                .isEqualTo(own.getAddressConfigurations().stream()
                        .map(ComposeTests::told)
                        .toList());
    }

    @Test
    void runsTheBrokerInTheVersionTheHubIsBuiltWith() throws IOException {
        Matcher built = Pattern.compile("<artemis.version>(.*)</artemis.version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(built.find()).isTrue();
        assertThat(String.valueOf(service("broker").get("image"))).startsWith("apache/artemis:" + built.group(1));
    }

    @Test
    void showsADashboardWhosePanelsAskTheProvisionedSource() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(Path.of("config/dashboards/caravan.json"));
        Map<String, Object> source = yaml(Files.readString(Path.of("config/compose/grafana-sources.yml")));
        assertThat(String.valueOf(source.get("datasources"))).contains("uid=prometheus", "url=http://prometheus:9090");
        assertThat(dashboard.get("panels")).isNotEmpty();
        for (JsonNode panel : dashboard.get("panels")) {
            if (!panel.get("type").asString().equals("row")) {
                assertThat(panel.get("description").asString())
                        .as(panel.get("title").asString())
                        .isNotBlank();
                assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> {
                    assertThat(target.get("expr").asString()).isNotBlank();
                    assertThat(target.at("/datasource/uid").asString()).isEqualTo("prometheus");
                });
            }
        }
    }

    @Test
    void keepsTheBrokersMessagesAsSafeAsTheEmbeddedOne() throws Exception {
        Configuration file = brokerFile();
        assertThat(file.isPersistenceEnabled()).isTrue();
        assertThat(file.isSecurityEnabled()).isTrue();
        assertThat(file.isJournalDatasync()).isTrue();
        assertThat(file.isJournalSyncNonTransactional()).isTrue();
        assertThat(file.isJournalSyncTransactional()).isTrue();
        assertThat(file.getJournalBufferTimeout_NIO()).isEqualTo(BrokerConfiguration.FLUSH_NANOS);
    }

    private static String told(CoreAddressConfiguration address) {
        return address.getName() + " " + address.getRoutingTypes()
                + address.getQueueConfigs().stream()
                        .map(queue -> queue.getName() + " " + queue.getAddress() + " " + queue.getRoutingType())
                        .toList();
    }

    private static Configuration brokerFile() throws Exception {
        FileConfiguration file = new FileConfiguration();
        FileDeploymentManager reader = new FileDeploymentManager(
                Path.of("config/compose/broker.xml").toUri().toString());
        reader.addDeployable(file);
        reader.readConfiguration();
        return file;
    }

    private Map<String, Object> service(String name) {
        return services.getOrDefault(name, Map.of());
    }

    private static Map<String, Object> yaml(String text) {
        return section(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    private static Map<String, String> environment(Map<String, Object> service) {
        return section(service.get("environment")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> sections(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(@Nullable Object value) {
        return value == null ? List.of() : (List<String>) value;
    }
}
