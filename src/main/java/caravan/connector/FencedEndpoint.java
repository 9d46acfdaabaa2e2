package caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which endpoints a route may name, and with which parameters. */
final class FencedEndpoint {
    private static final String OWN = "{{connection}}";
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9/_.~:,@+-]|\\{[A-Za-z][A-Za-z0-9-]*})*");
    private static final Pattern QUERY = Pattern.compile("[^\\s#%()\"<>]*");
    private static final Pattern STATUSES = Pattern.compile("[1-5][0-9]{2}(,[1-5][0-9]{2})*");
    private static final Pattern SECRET = Pattern.compile("(/[A-Za-z0-9_/-]+)=([a-z][a-z0-9-]*)");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Fence.Ground ground;

    FencedEndpoint(Fence.Ground ground) {
        this.ground = ground;
    }

    /** Checks where a template begins: at the one name the hub calls it by. */
    void checkStart(Section from, Optional<Capability> serves) {
        if (!from.text("uri").equals("direct")) {
            from.wrong("uri", "a template must begin with the uri direct.");
        }
        from.section("parameters", "parameters of from", parameters -> {
            String name = parameters.text("name");
            serves.filter(capability -> !name.equals(OWN + "." + capability.code()))
                    .ifPresent(capability -> parameters.wrong(
                            "name",
                            "name '" + name + "' must be '" + OWN + "." + capability.code()
                                    + "', after its capability."));
            parameters.end();
        });
        if (!from.has("parameters")) {
            from.wrong("from has no parameters. Add the name.");
        }
    }

    /** Checks an endpoint of a step. */
    void check(Section step) {
        String uri = step.text("uri");
        Set<String> allowed =
                ground.isHub() ? Set.of("direct", "intake:batches") : Set.of("direct", "mapping", "vendor");
        if (!uri.isEmpty() && !allowed.contains(uri)) {
            step.wrong(
                    "uri",
                    "uri '" + uri + "' is not allowed here. Allowed: "
                            + String.join(", ", allowed.stream().sorted().toList())
                            + "; what it needs goes under parameters.");
        }
        boolean needs = allowed.contains(uri) && !uri.equals("intake:batches");
        if (needs && !step.has("parameters")) {
            step.wrong(step.name() + " has no parameters. Add them.");
        }
        step.section("parameters", "parameters of '" + uri + "'", parameters -> {
            switch (uri) {
                case "direct" -> direct(parameters);
                case "mapping" -> mapping(parameters);
                case "vendor" -> vendor(parameters);
                default -> parameters.values();
            }
            parameters.end();
        });
    }

    private void direct(Section parameters) {
        String name = parameters.text("name");
        Manifest manifest = ground.manifest();
        boolean right = ground.isHub()
                ? NAME.matcher(name).matches()
                : name.startsWith(OWN + ".")
                        && (manifest == null
                                || manifest.uses().stream()
                                        .anyMatch(use -> name.equals(
                                                OWN + "." + use.capability().code())));
        if (!right) {
            parameters.wrong(
                    "name",
                    "name '" + name + "' must be "
                            + (ground.isHub()
                                    ? "the name of a route of the hub."
                                    : OWN + ". and a declared capability."));
        }
    }

    private void mapping(Section parameters) {
        own(parameters);
        String name = parameters.text("name");
        if (!name.isEmpty() && !ground.mappings().contains(name)) {
            parameters.wrong("name", "mapping '" + name + "' has no file 'mapping/" + name + ".jslt'. Add it.");
        }
        if (parameters.has("list")) {
            parameters.find(
                    "list",
                    list -> list.equals(ListedOrders.PAGE) || Section.isPointer(list),
                    "a JSON pointer to the list of orders, such as /data/orders, or '.' for a page that is the list");
            parameters.text("id");
            parameters.pointer("id");
        }
    }

    private void vendor(Section parameters) {
        own(parameters);
        parameters.text("method");
        parameters.find("method", METHODS::contains, "one of DELETE, GET, PATCH, POST, PUT");
        parameters.text("path");
        parameters.find(
                "path",
                path -> PATH.matcher(path).matches() && !path.contains(".."),
                "a path such as /orders/{id}, without query and without '..'");
        parameters.find(
                "query", text -> QUERY.matcher(text).matches(), "a query such as a=1&b={x}, without %, # and brackets");
        parameters.find("body", text -> List.of("json", "none").contains(text), "json or none");
        parameters.find("absent", text -> STATUSES.matcher(text).matches(), "statuses such as 404 or 404,410");
        parameters.flag("repeatable", false);
        parameters.flag("whole", false);
        Manifest manifest = ground.manifest();
        parameters.find(
                "paging",
                name -> manifest == null || manifest.paging().containsKey(name),
                "the name of a paging of the manifest");
        parameters.find("secret", this::isSecret, "a JSON pointer and a secret setting, such as /client/key=api-token");
    }

    private boolean isSecret(String text) {
        Matcher parts = SECRET.matcher(text);
        Manifest manifest = ground.manifest();
        if (!parts.matches() || manifest == null) {
            return parts.matches();
        }
        Map<String, Manifest.Setting> settings = manifest.settings();
        Manifest.Setting setting = settings.get(parts.group(2));
        return setting != null && setting.type() == Manifest.Setting.Type.SECRET;
    }

    private static void own(Section parameters) {
        String connection = parameters.text("connection");
        if (!connection.isEmpty() && !connection.equals(OWN)) {
            parameters.wrong("connection", "connection must be \"" + OWN + "\": a route serves its own connection.");
        }
    }
}
