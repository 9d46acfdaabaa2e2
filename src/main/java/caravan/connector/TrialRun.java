package caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Lets a Camel of its own take the templates of a folder, so that a file Camel refuses is known before a route is taken down. */
final class TrialRun {

    private TrialRun() {}

    static void check(String called, Manifest manifest, Map<String, String> templates, List<Problem> problems) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.disableJMX();
            camel.addComponent("vendor", new Silent());
            camel.addComponent("mapping", new Silent());
            camel.getRegistry().bind("trial-uris", new ParameterUris(Set.of("mapping", "vendor")));
            camel.start();
            templates.forEach((stem, text) -> {
                String file = called + "/" + stem + ConnectorFolder.ENDING;
                try {
                    load(camel, manifest, stem, text);
                } catch (Exception refused) {
                    problems.add(new Problem(file, 0, "Camel does not take it: " + reason(refused)));
                }
            });
        } catch (Exception broken) {
            problems.add(new Problem(called, 0, "its routes cannot be tried: " + reason(broken)));
        }
    }

    private static void load(DefaultCamelContext camel, Manifest manifest, String stem, String text) throws Exception {
        String template = manifest.connector() + "-" + stem;
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString(template + ConnectorFolder.ENDING, text));
        TemplatedRouteBuilder instance = TemplatedRouteBuilder.builder(camel, template)
                .routeId("trial." + stem)
                // Alternatives of one capability begin at the same name of their connection.
                .parameter("connection", "trial-" + stem);
        manifest.settings().forEach((name, setting) -> {
            if (setting.type() != Manifest.Setting.Type.SECRET) {
                instance.parameter(name, "trial");
            }
        });
        instance.add();
    }

    /** The first line of the innermost cause; files hold no secrets, so what Camel quotes may be shown. */
    static String reason(Throwable refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("") + ".";
    }

    private static final class Silent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new SilentEndpoint(uri, this);
        }
    }

    private static final class SilentEndpoint extends DefaultEndpoint {
        SilentEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    // Nothing is ever sent in a trial.
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A template begins with direct.");
        }
    }
}
