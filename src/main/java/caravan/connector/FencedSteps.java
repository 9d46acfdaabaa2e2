package caravan.connector;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which steps a route may have. */
final class FencedSteps {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,60}");
    private static final Pattern BEAN = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    /** Single values of the request, which no step of a route may set. */
    private static final Pattern LOGGED = Pattern.compile("\\$\\{exchangeProperty\\.request-[A-Za-z0-9-]+}");

    private static final Set<String> LEVELS = Set.of("DEBUG", "INFO", "WARN", "ERROR");
    private static final Set<String> KEPT = Set.of("request", "lane", "answered", "page");
    private static final List<String> KINDS =
            List.of("choice", "filter", "log", "setBody", "setHeader", "setProperty", "split", "to");

    private final Fence.Ground ground;
    private final FencedEndpoint endpoint;

    FencedSteps(Fence.Ground ground, FencedEndpoint endpoint) {
        this.ground = ground;
        this.endpoint = endpoint;
    }

    /** Checks the steps of a place. */
    void check(Section place) {
        if (!place.has("steps")) {
            place.wrong(place.name() + " has no steps. Add them.");
        }
        var unused = place.parts("steps", "step", step -> {
            checkStep(step);
            return step;
        });
    }

    private void checkStep(Section step) {
        if (step.keys().size() != 1) {
            step.wrong("a step must have exactly one kind, such as to.");
        }
        for (String kind : step.keys()) {
            step.section(kind, kind, body -> {
                if (!admit(kind, body)) {
                    TreeSet<String> allowed = new TreeSet<>(KINDS);
                    if (ground.isHub()) {
                        allowed.add("bean");
                    }
                    body.wrong("step '" + kind + "' is not allowed here. Allowed: " + String.join(", ", allowed) + ".");
                } else {
                    body.find("id");
                    body.find("description");
                    body.end();
                }
            });
        }
    }

    private boolean admit(String kind, Section body) {
        switch (kind) {
            case "to" -> {
                body.text("id");
                endpoint.check(body);
            }
            case "choice" -> choice(body);
            case "filter", "split" -> {
                FencedText.expression(body, kind.equals("filter"));
                check(body);
            }
            case "setBody" -> FencedText.expression(body, false);
            case "setHeader", "setProperty" -> {
                name(body, kind.equals("setProperty"));
                FencedText.expression(body, false);
            }
            case "log" -> log(body);
            case "bean" -> {
                return ground.isHub() && bean(body);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void choice(Section choice) {
        List<Section> branches = choice.parts("when", "when", when -> {
            FencedText.expression(when, true);
            return branch(when);
        });
        if (branches.isEmpty()) {
            choice.wrong("a choice needs at least one when.");
        }
        choice.section("otherwise", "otherwise", this::branch);
    }

    private Section branch(Section branch) {
        branch.find("id");
        branch.find("description");
        check(branch);
        branch.end();
        return branch;
    }

    private static void name(Section body, boolean property) {
        String name = body.text("name");
        boolean kept = property && (KEPT.contains(name) || name.startsWith("request-"));
        if (!name.isEmpty() && (!NAME.matcher(name).matches() || name.regionMatches(true, 0, "camel", 0, 5) || kept)) {
            body.wrong(
                    "name",
                    "name '" + name + "' of " + body.name()
                            + " is not allowed: letters, digits and hyphens, no name that"
                            + " begins with Camel, and none of the hub's own. Choose another.");
        }
    }

    private static void log(Section log) {
        String message = log.text("message");
        FencedText.simple(log, "message", message, false);
        String rest = LOGGED.matcher(message).replaceAll("");
        if (rest.contains("${")) {
            log.wrong(
                    "message",
                    "a log must not print a document, for it holds personal data, nor a header or property that may hold one."
                            + " Log an id of the request, as ${exchangeProperty.request-id}.");
        }
        log.find("loggingLevel", LEVELS::contains, "one of DEBUG, INFO, WARN, ERROR");
    }

    private static boolean bean(Section bean) {
        bean.text("id");
        bean.text("ref");
        bean.text("method");
        bean.find("ref", ref -> BEAN.matcher(ref).matches(), "the name of a bean of the hub");
        bean.find("method", method -> BEAN.matcher(method).matches(), "the plain name of a method");
        return true;
    }
}
