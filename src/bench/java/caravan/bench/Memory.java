package caravan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Memory that processes hold, as Linux counts it.
 *
 * @param hub resident memory of the hub, in MB
 * @param database proportional set size of all of PostgreSQL's processes, in MB: pages that several of them share count once
 */
record Memory(long hub, long database) {
    static Memory of(long hubPid, Path databaseFolder) throws IOException {
        Path pidFile = databaseFolder.resolve("server/data/postmaster.pid");
        long server = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return new Memory(
                value(Path.of("/proc", String.valueOf(hubPid), "status"), "VmRSS:") / 1024,
                family(server).stream()
                                .mapToLong(pid -> value(Path.of("/proc", pid, "smaps_rollup"), "Pss:"))
                                .sum()
                        / 1024);
    }

    long both() {
        return hub + database;
    }

    private static List<String> family(long server) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+"))
                    .filter(name -> name.equals(String.valueOf(server)) || parent(name) == server)
                    .toList();
        }
    }

    private static long parent(String pid) {
        return value(Path.of("/proc", pid, "status"), "PPid:");
    }

    private static long value(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }
}
