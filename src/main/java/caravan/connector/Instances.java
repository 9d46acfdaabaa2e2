package caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts templates and their instances into Camel, and takes them out again. */
final class Instances {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);
    /** Nothing that could mean something to Camel or end a quoted text. */
    private static final Pattern HARMLESS = Pattern.compile("[\\p{L}\\p{N} _.:/,@~-]*");

    private final CamelContext camel;

    Instances(CamelContext camel) {
        this.camel = camel;
    }

    /** Loads a template. Its failures go to the caller, unlogged: a vendor's no is part of the day. */
    void load(String id, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(id + ConnectorFolder.ENDING, text));
        RouteTemplateDefinition template = model().getRouteTemplateDefinition(id);
        if (template != null && template.getRoute() != null) {
            template.getRoute().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
    }

    void forget(String id) throws Exception {
        RouteTemplateDefinition template = model().getRouteTemplateDefinition(id);
        if (template != null) {
            model().removeRouteTemplateDefinition(template);
        }
    }

    /** Starts an instance of a template for an account. */
    void start(String route, String template, VendorAccount account, Manifest manifest) throws Exception {
        TemplatedRouteBuilder instance = TemplatedRouteBuilder.builder(camel, template)
                .routeId(route)
                .parameter("connection", account.connection().value());
        manifest.settings().forEach((name, setting) -> {
            // One that is not set is empty, or Camel would look for a variable of the process by that name.
            if (setting.type() != Manifest.Setting.Type.SECRET) {
                instance.parameter(name, account.settings().getOrDefault(name, ""));
            }
        });
        instance.add();
    }

    void stop(String route) {
        remove(camel, route);
    }

    static void remove(CamelContext camel, String route) {
        try {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        } catch (Exception stuck) {
            log.error("Route '{}' does not stop: {}", route, TrialRun.reason(stuck));
        }
    }

    /** Settings that a template names, but whose values may not stand in a route. */
    static List<String> harmful(String text, VendorAccount account) {
        Map<String, String> settings = new TreeMap<>(account.settings());
        return settings.entrySet().stream()
                .filter(each -> text.contains("{{" + each.getKey() + "}}"))
                .filter(each -> !HARMLESS.matcher(each.getValue()).matches())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Model model() {
        return Objects.requireNonNull(camel.getCamelContextExtension().getContextPlugin(Model.class));
    }
}
