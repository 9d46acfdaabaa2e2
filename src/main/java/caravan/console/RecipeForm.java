package caravan.console;

import caravan.kernel.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a bundle is made of as it was typed.
 *
 * @param parts lines; those without SKU and units are empty
 */
record RecipeForm(List<Part> parts) {
    private static final int LEAST_LINES = 4;
    private static final int SPARE_LINES = 2;
    private static final int MOST_LINES = 200;
    private static final int MOST_PARTS = 100;
    private static final int MOST_CHARACTERS = 1000;
    private static final long MOST_UNITS = 1_000_000;

    /** So many of one item. */
    record Part(String sku, String units) {
        boolean isEmpty() {
            return sku.isEmpty() && units.isEmpty();
        }
    }

    static RecipeForm of(Map<Sku, Long> components) {
        return withSpareLines(components.entrySet().stream()
                .map(part -> new Part(part.getKey().value(), part.getValue().toString()))
                .collect(Collectors.toCollection(ArrayList::new)));
    }

    /** Reads the fields; SKUs and units are in the same order. */
    static RecipeForm of(MultiValueMap<String, String> form) {
        List<String> skus = form.getOrDefault("part", List.of());
        List<String> units = form.getOrDefault("units", List.of());
        List<Part> parts = new ArrayList<>();
        for (int line = 0; line < Math.min(MOST_LINES, Math.min(skus.size(), units.size())); line++) {
            Part part = new Part(cut(skus.get(line)), cut(units.get(line)));
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return withSpareLines(parts);
    }

    private static RecipeForm withSpareLines(List<Part> parts) {
        int lines = Math.max(LEAST_LINES, parts.size() + SPARE_LINES);
        while (parts.size() < lines) {
            parts.add(new Part("", ""));
        }
        return new RecipeForm(List.copyOf(parts));
    }

    /**
     * Reads what it is made of; nothing for a plain item.
     *
     * @throws IllegalArgumentException if a line has a SKU without units, or units without a SKU, or there are too many
     */
    Map<Sku, Long> components() {
        Map<Sku, Long> components = new TreeMap<>();
        for (Part part : parts) {
            if (!part.isEmpty()) {
                if (part.sku().isEmpty()) {
                    throw new IllegalArgumentException("Say of which item " + part.units() + " go into the bundle.");
                }
                components.merge(new Sku(part.sku()), units(part), Long::sum);
            }
        }
        if (components.size() > MOST_PARTS) {
            throw new IllegalArgumentException("A bundle is made of at most " + MOST_PARTS + " items.");
        }
        return components;
    }

    private static long units(Part part) {
        if (part.units().matches("[0-9]{1,7}")) {
            long units = Long.parseLong(part.units());
            if (units >= 1 && units <= MOST_UNITS) {
                return units;
            }
        }
        throw new IllegalArgumentException(
                "Say how many of item '" + part.sku() + "' go into one bundle: from 1 to " + MOST_UNITS + ".");
    }

    /** Leaves out what neither SKU nor title contains and the database cannot take; what is too long stays too long. */
    static String cut(@Nullable String typed) {
        StringBuilder text = new StringBuilder();
        if (typed != null) {
            typed.strip()
                    .codePoints()
                    .filter(point -> !Character.isISOControl(point))
                    .filter(point -> Character.getType(point) != Character.SURROGATE)
                    .limit(MOST_CHARACTERS)
                    .forEach(text::appendCodePoint);
        }
        return text.toString().strip();
    }
}
