package caravan.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table a run prints; each row also when it is known, for a run takes minutes. */
final class Report {
    private static final int WHAT = 58;

    private final List<String> lines = new ArrayList<>();

    @SuppressWarnings("SystemOut")
    void row(String what, String figure, String goal) {
        String line =
                String.format("%-" + WHAT + "s %s%s", what, figure, goal.isEmpty() ? "" : "   (goal " + goal + ")");
        lines.add(line);
        System.out.println(line);
    }

    void machine(Catalogue catalogue, Options options) throws IOException {
        Runtime java = Runtime.getRuntime();
        row(
                "machine",
                java.availableProcessors() + " processors, " + first("/proc/cpuinfo", "model name") + ", "
                        + first("/proc/meminfo", "MemTotal") + ", Java "
                        + Runtime.version().feature() + ", load "
                        + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "");
        row("hub", options.hub().title(), "");
        row(
                "stores",
                options.stores() + ", answering in 50 ms; each lists " + catalogue.skus() + " SKUs: "
                        + catalogue.simple()
                        + " simple products and " + catalogue.parents() + " products with " + catalogue.perParent()
                        + " variations; orders of one unit",
                "");
    }

    String text() {
        return "\n" + String.join("\n", lines);
    }

    private static String first(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }
}
