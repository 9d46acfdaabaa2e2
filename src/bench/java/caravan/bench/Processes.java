package caravan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The hub and its database as Linux accounts for them. */
final class Processes {
    /** Of /proc/PID/stat after the name in parentheses: user and system time, in hundredths of a second. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private final long hub;
    private final long server;

    Processes(long hub, Path databaseFolder) throws IOException {
        this.hub = hub;
        this.server = Long.parseLong(Files.readAllLines(databaseFolder.resolve("server/data/postmaster.pid"))
                .get(0)
                .strip());
    }

    /**
     * What the two use.
     *
     * @param hub of memory: resident, in MB; of time: milliseconds of processor
     * @param database of memory: proportional set size of all its processes, in MB, so that shared pages count once
     */
    record Use(long hub, long database) {
        long both() {
            return hub + database;
        }

        Use minus(Use before) {
            return new Use(hub - before.hub, database - before.database);
        }
    }

    Use memory() throws IOException {
        return new Use(
                value(file(hub, "status"), "VmRSS:") / 1024,
                family().stream()
                                .mapToLong(pid -> value(file(pid, "smaps_rollup"), "Pss:"))
                                .sum()
                        / 1024);
    }

    Use processorMillis() throws IOException {
        return new Use(time(hub), family().stream().mapToLong(Processes::time).sum());
    }

    private List<Long> family() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+"))
                    .map(Long::valueOf)
                    .filter(pid -> pid == server || value(file(pid, "status"), "PPid:") == server)
                    .toList();
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    private static long time(long pid) {
        try {
            String stat = Files.readString(file(pid, "stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return (Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))) * 10;
        } catch (IOException ended) {
            return 0;
        }
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
