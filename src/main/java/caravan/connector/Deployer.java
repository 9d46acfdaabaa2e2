package caravan.connector;

import caravan.connector.Manifest.Use;
import caravan.kernel.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives each connection its own instances of its connector's templates, and brings them up to date with both. */
@Component
class Deployer {
    private final FolderConnectors connectors;
    private final KnownAccounts accounts;
    private final Instances instances;
    private final Map<String, Map<String, String>> loaded = new TreeMap<>();
    private final Map<ConnectionId, Deployment> deployed = new TreeMap<>();

    /** What a connection's routes were made of; if it would be made of the same, nothing is done. */
    private record Deployment(String connector, Map<String, String> settings, List<Use> uses, List<String> routes) {}

    Deployer(CamelContext camel, FolderConnectors connectors, KnownAccounts accounts) {
        this.connectors = connectors;
        this.accounts = accounts;
        this.instances = new Instances(camel);
    }

    /** Compares what runs with connectors and connections, and does the difference. */
    synchronized void compare() {
        for (String connector : List.copyOf(loaded.keySet())) {
            if (!templates(connector).equals(loaded.get(connector))) {
                unload(connector);
            }
        }
        connectors.all().forEach(manifest -> load(manifest.connector()));
        Map<ConnectionId, VendorAccount> wanted =
                accounts.all().stream().collect(Collectors.toMap(VendorAccount::connection, each -> each, (a, b) -> a));
        for (ConnectionId connection : List.copyOf(deployed.keySet())) {
            if (!wanted.containsKey(connection)) {
                withdraw(connection);
            }
        }
        wanted.keySet().stream().sorted().forEach(this::deploy);
    }

    /** Makes a connection's routes, unless they are there and right already. */
    synchronized void deploy(ConnectionId connection) {
        Optional<VendorAccount> account = accounts.find(connection);
        Optional<Manifest> manifest = account.flatMap(each -> connectors.find(each.connector()));
        if (account.isEmpty() || manifest.isEmpty()) {
            withdraw(connection);
            return;
        }
        List<Use> uses = uses(manifest.get(), account.get());
        Deployment before = deployed.get(connection);
        if (before == null || !isSame(before, account.get(), uses)) {
            withdraw(connection);
            List<String> problems = new ArrayList<>();
            List<String> routes = start(account.get(), manifest.get(), uses, problems);
            connectors.report("connection " + connection, problems);
            deployed.put(
                    connection,
                    new Deployment(account.get().connector(), account.get().settings(), uses, routes));
        }
    }

    /** Takes a connection's routes down. */
    synchronized void withdraw(ConnectionId connection) {
        Deployment before = deployed.remove(connection);
        if (before != null) {
            before.routes().forEach(instances::stop);
            connectors.report("connection " + connection, List.of());
        }
    }

    private static boolean isSame(Deployment before, VendorAccount account, List<Use> uses) {
        return before.connector().equals(account.connector())
                && before.settings().equals(account.settings())
                && before.uses().equals(uses);
    }

    private static List<Use> uses(Manifest manifest, VendorAccount account) {
        List<Use> uses = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            manifest.use(capability, account.settings()).ifPresent(uses::add);
        }
        return uses;
    }

    private List<String> start(VendorAccount account, Manifest manifest, List<Use> uses, List<String> problems) {
        List<String> routes = new ArrayList<>();
        for (Use use : uses) {
            String route = account.connection() + "." + use.capability().code();
            List<String> harmful =
                    Instances.harmful(templates(account.connector()).getOrDefault(use.template(), ""), account);
            if (!harmful.isEmpty()) {
                problems.add("Route '" + route + "' is not started: setting '" + String.join("', '", harmful)
                        + "' of connection '" + account.connection()
                        + "' holds characters that may not stand in a route. Use letters, digits and .:/,@~_- only.");
                continue;
            }
            try {
                instances.start(route, manifest.connector() + "-" + use.template(), account, manifest);
                routes.add(route);
            } catch (Exception refused) {
                problems.add("Route '" + route + "' does not start: " + TrialRun.reason(refused));
            }
        }
        return routes;
    }

    private void load(String connector) {
        if (loaded.containsKey(connector)) {
            return;
        }
        Map<String, String> templates = templates(connector);
        List<String> problems = new ArrayList<>();
        templates.forEach((stem, text) -> {
            try {
                instances.load(connector + "-" + stem, text);
            } catch (Exception refused) {
                problems.add(stem + ConnectorFolder.ENDING + " of connector '" + connector + "' is left out: "
                        + TrialRun.reason(refused));
            }
        });
        connectors.report("routes of " + connector, problems);
        loaded.put(connector, templates);
    }

    private void unload(String connector) {
        deployed.entrySet().stream()
                .filter(each -> each.getValue().connector().equals(connector))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::withdraw);
        @Nullable Map<String, String> before = loaded.remove(connector);
        for (String stem : before == null ? List.<String>of() : List.copyOf(before.keySet())) {
            try {
                instances.forget(connector + "-" + stem);
            } catch (Exception stuck) {
                connectors.report(
                        "routes of " + connector,
                        List.of("Template '" + stem + "' cannot be replaced: " + TrialRun.reason(stuck)));
            }
        }
    }

    private Map<String, String> templates(String connector) {
        return connectors.folder(connector).map(ConnectorFolder::templates).orElse(Map.of());
    }
}
