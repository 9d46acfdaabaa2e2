package caravan.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run measures, given as words like {@code only=door,lag seconds=5}.
 *
 * @param only the sections to run
 * @param seconds how long each stage lasts
 * @param rates orders per second of the section {@code lag}
 * @param shapes which products are sold in it
 * @param stores how many stores are connected; the first sells
 * @param skus how many SKUs each store lists: half are simple products, half are variations
 * @param perParent variations per product
 * @param jvm options of the hub's Java
 * @param hub what hubs are started from
 * @param set settings of the hub, without the leading hyphens
 */
record Options(
        List<String> only,
        int seconds,
        List<Integer> rates,
        List<String> shapes,
        int stores,
        int skus,
        int perParent,
        List<String> jvm,
        Program hub,
        List<String> set) {
    static final List<String> SECTIONS = List.of("start", "door", "orders", "lag", "hot", "memory");
    private static final Map<String, String> DEFAULTS = Map.of(
            "only", String.join(",", SECTIONS),
            "seconds", "15",
            "rates", "5,20,50,200",
            "shapes", "simple,variations",
            "stores", "3",
            "skus", "1000",
            "per-parent", "5",
            "jvm", "",
            "hub", "image",
            "set", "");

    /**
     * Reads the words of the command line.
     *
     * @throws IllegalArgumentException if one is not known, with those that are
     */
    static Options parse(String... words) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        List<String> all = new ArrayList<>();
        for (String word : words) {
            all.addAll(Arrays.stream(word.split("\\s+"))
                    .filter(each -> !each.isBlank())
                    .toList());
        }
        for (String word : all) {
            String[] parts = word.split("=", 2);
            if (parts.length < 2 || !DEFAULTS.containsKey(parts[0])) {
                throw new IllegalArgumentException("'" + word + "' is no option. There are: " + DEFAULTS);
            }
            values.put(parts[0], parts[1]);
        }
        List<String> only = list(values, "only");
        if (!SECTIONS.containsAll(only)) {
            throw new IllegalArgumentException("only=" + only + " names no section. There are: " + SECTIONS);
        }
        return new Options(
                only,
                number(values, "seconds"),
                list(values, "rates").stream().map(Integer::valueOf).toList(),
                list(values, "shapes"),
                number(values, "stores"),
                number(values, "skus"),
                number(values, "per-parent"),
                list(values, "jvm"),
                program(values.getOrDefault("hub", "")),
                list(values, "set"));
    }

    boolean runs(String section) {
        return only.contains(section);
    }

    private static Program program(String name) {
        return Arrays.stream(Program.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "hub=" + name + " is nothing to start. There are: image, jar, classes."));
    }

    private static List<String> list(Map<String, String> values, String name) {
        return Arrays.stream(values.getOrDefault(name, "").split(","))
                .filter(each -> !each.isBlank())
                .toList();
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(values.getOrDefault(name, "0"));
    }
}
