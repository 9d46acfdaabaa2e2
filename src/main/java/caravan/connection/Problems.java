package caravan.connection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What is wrong with a file, by line. */
final class Problems {
    private final Path file;
    private final TreeMap<Integer, List<String>> byLine = new TreeMap<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(int line, String says) {
        byLine.computeIfAbsent(line, unused -> new ArrayList<>()).add(file + ", line " + line + ": " + says);
    }

    /** How many there are. */
    int count() {
        return byLine.values().stream().mapToInt(List::size).sum();
    }

    List<String> texts() {
        return byLine.values().stream().flatMap(Collection::stream).toList();
    }
}
