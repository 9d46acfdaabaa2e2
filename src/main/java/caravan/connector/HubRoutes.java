package caravan.connector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Loads the hub's own routes from the folder {@code routes}, each by itself: a bad file is named and stops nothing else. */
@Component
class HubRoutes {
    private static final String ENDING = ".camel.yaml";
    private static final int DEEPEST = 4;

    private final CamelContext camel;
    private final FolderConnectors connectors;
    private final Path folder;
    private final Map<String, String> running = new HashMap<>();
    private final Map<String, String> seen = new HashMap<>();

    @Autowired
    HubRoutes(CamelContext camel, FolderConnectors connectors) {
        this(camel, connectors, Path.of("routes"));
    }

    HubRoutes(CamelContext camel, FolderConnectors connectors, Path folder) {
        this.camel = camel;
        this.connectors = connectors;
        this.folder = folder;
    }

    /** Loads what is new or changed, and takes down what is gone. */
    void refresh() {
        if (!Files.isDirectory(folder)) {
            connectors.report(
                    "routes",
                    List.of(
                            "Folder '" + folder.toAbsolutePath()
                                    + "' with the hub's routes is missing; webhooks wait in the queue. Start the hub beside it."));
            return;
        }
        FolderFiles files = FolderFiles.read(folder, "routes", DEEPEST, name -> name.endsWith(ENDING));
        connectors.report("routes", Problem.print(files.problems()));
        files.texts().forEach((name, text) -> {
            if (!text.equals(seen.put(name, text))) {
                take(name, text);
            }
        });
        for (String gone : List.copyOf(seen.keySet())) {
            if (!files.texts().containsKey(gone) && files.problems().isEmpty()) {
                drop(gone);
            }
        }
    }

    private void take(String name, String text) {
        List<Problem> problems = new ArrayList<>();
        String file = "routes/" + name;
        Fence.check(file, stem(name), text, Fence.Ground.HUB, problems);
        if (problems.isEmpty()) {
            try {
                load(name, text);
                running.put(name, text);
            } catch (Exception refused) {
                problems.add(new Problem(file, 0, "Camel does not take it: " + TrialRun.reason(refused)));
                restore(name, problems);
            }
        }
        connectors.report(file, Problem.print(problems));
    }

    private void load(String name, String text) throws Exception {
        var unused =
                PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.fromString(stem(name) + ENDING, text));
    }

    private void restore(String name, List<Problem> problems) {
        String before = running.get(name);
        if (before != null) {
            try {
                load(name, before);
            } catch (Exception lost) {
                problems.add(new Problem(
                        "routes/" + name, 0, "the route before it does not start any more. Start the hub again."));
            }
        }
    }

    private void drop(String name) {
        seen.remove(name);
        connectors.report("routes/" + name, List.of());
        if (running.remove(name) != null) {
            Instances.remove(camel, stem(name));
        }
    }

    private static String stem(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.substring(0, file.length() - ENDING.length());
    }
}
