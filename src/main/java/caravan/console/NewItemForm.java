package caravan.console;

import caravan.kernel.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A new item as it was typed.
 *
 * @param parts lines for what a bundle is made of; those without SKU and units are empty
 */
record NewItemForm(String sku, String title, List<Part> parts) {
    private static final int LINES = 6;
    private static final int MOST_LINES = 100;
    private static final int LONGEST_TITLE = 250;
    private static final int MOST_CHARACTERS = 1000;
    private static final long MOST_UNITS = 1_000_000;

    /** So many of one item. */
    record Part(String sku, String units) {
        boolean isEmpty() {
            return sku.isEmpty() && units.isEmpty();
        }
    }

    static NewItemForm empty() {
        return new NewItemForm("", "", lines(new ArrayList<>()));
    }

    /** Reads the fields; SKUs and units of parts are in the same order. */
    static NewItemForm of(MultiValueMap<String, String> form) {
        List<String> skus = form.getOrDefault("part", List.of());
        List<String> units = form.getOrDefault("units", List.of());
        List<Part> parts = new ArrayList<>();
        for (int line = 0; line < Math.min(MOST_LINES, Math.min(skus.size(), units.size())); line++) {
            parts.add(new Part(cut(skus.get(line)), cut(units.get(line))));
        }
        return new NewItemForm(cut(form.getFirst("sku")), cut(form.getFirst("title")), lines(parts));
    }

    /**
     * Reads the SKU of the item.
     *
     * @throws IllegalArgumentException if it can be none
     */
    Sku item() {
        if (sku.isEmpty()) {
            throw new IllegalArgumentException("Give the item a SKU, written as the channels write it.");
        }
        return new Sku(sku);
    }

    /**
     * Reads what people are to call it.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    String name() {
        if (title.isEmpty() || title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException("Give the item a title of 1 to " + LONGEST_TITLE + " characters.");
        }
        return title;
    }

    /**
     * Reads what it is made of; nothing for a plain item.
     *
     * @throws IllegalArgumentException if a line has a SKU without units, or units without a SKU
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

    private static List<Part> lines(List<Part> parts) {
        while (parts.size() < LINES) {
            parts.add(new Part("", ""));
        }
        return List.copyOf(parts);
    }

    /** Leaves out what neither SKU nor title contains and the database cannot take; what is too long stays too long. */
    private static String cut(@Nullable String typed) {
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
