package caravan.connector;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Admits a closed list of what a route file may do, before Camel sees the file: a folder is code, and whoever may write a
 * connector must not thereby run programs, read files or see secrets.
 */
final class Fence {
    /**
     * Where a file lies.
     *
     * @param connector null for the hub's own routes
     * @param manifest null if there is none, or it is wrong; then what depends on it is not checked
     */
    record Ground(@Nullable String connector, @Nullable Manifest manifest, Set<String> mappings) {
        static final Ground HUB = new Ground(null, null, Set.of());

        boolean isHub() {
            return connector == null;
        }

        /** Which capability a template serves, if its connector declares one for it. */
        Optional<Capability> serves(String stem) {
            return manifest == null
                    ? Optional.empty()
                    : manifest.uses().stream()
                            .filter(use -> use.template().equals(stem))
                            .map(Manifest.Use::capability)
                            .findFirst();
        }
    }

    private final String file;
    private final String stem;
    private final Ground ground;
    private final List<Problem> problems;

    private Fence(String file, String stem, Ground ground, List<Problem> problems) {
        this.file = file;
        this.stem = stem;
        this.ground = ground;
        this.problems = problems;
    }

    /** Checks one file; what is not admitted is a problem. */
    static void check(String file, String stem, String text, Ground ground, List<Problem> problems) {
        YamlText.read(file, text, problems).ifPresent(root -> {
            new FencedText(file, ground, problems).placeholders(root);
            new Fence(file, stem, ground, problems).check(root);
        });
    }

    private void check(Node root) {
        String kind = ground.isHub() ? "route" : "routeTemplate";
        List<Node> documents = YamlText.elements(root);
        if (documents.size() != 1) {
            problems.add(new Problem(file, 1, "the file must be a list with exactly one " + kind + "."));
            return;
        }
        Section document = new Section(file, problems, "the file", documents.get(0), YamlText.line(documents.get(0)));
        if (!document.has(kind)) {
            document.wrong("the file has no " + kind + ". Add it.");
        }
        document.section(kind, kind, ground.isHub() ? this::route : this::template);
        document.end();
    }

    private void template(Section template) {
        String expected = ground.connector() + "-" + stem;
        named(template, expected);
        template.find("description");
        List<String> parameters = template.parts("parameters", "parameter", parameter -> {
            parameter.find("description");
            String name = parameter.text("name");
            parameter.end();
            return name;
        });
        if (!parameters.equals(List.of("connection"))) {
            template.wrong("parameters", "the template must have exactly the parameter 'connection'.");
        }
        if (!template.has("route")) {
            template.wrong("the template has no route. Add it.");
        }
        template.section("route", "route", route -> {
            route.text("description");
            from(route);
            route.end();
        });
        template.end();
    }

    private void route(Section route) {
        named(route, stem);
        route.text("description");
        from(route);
        route.end();
    }

    private static void named(Section section, String expected) {
        String id = section.text("id");
        if (!id.isEmpty() && !id.equals(expected)) {
            section.wrong("id", "id '" + id + "' must be '" + expected + "', after the file. Rename one of them.");
        }
    }

    private void from(Section route) {
        if (!route.has("from")) {
            route.wrong("the route has no from. Add it.");
        }
        route.section("from", "from", from -> {
            from.find("id");
            from.find("description");
            FencedEndpoint endpoint = new FencedEndpoint(ground);
            if (ground.isHub()) {
                endpoint.check(from);
            } else {
                endpoint.checkStart(from, ground.serves(stem));
            }
            new FencedSteps(ground, endpoint).check(from);
            from.end();
        });
    }
}
