package caravan.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a server's pid file claims: its process and its port.
 *
 * <p>The claim may be old, and the process number may by now belong to something else.
 */
record Postmaster(long pid, int port) {
    private static final String FILE = "postmaster.pid";
    /** Larger than any process number of Linux or macOS. */
    private static final String NO_PROCESS = "2147483646";

    /** Reads the pid file of a server's folder, if there is one. */
    static Optional<Postmaster> find(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return Optional.of(new Postmaster(number(lines, 0), number(lines, 3)));
    }

    /** Whether the process lives and is the server of this folder, not merely something with the same number. */
    boolean serves(Path data) {
        return pid > 0
                && ProcessHandle.of(pid)
                        .map(ProcessHandle::info)
                        .filter(process -> process.command()
                                .map(command -> Path.of(command).endsWith("postgres"))
                                .orElse(false))
                        .filter(process -> worksIn(data, process))
                        .isPresent();
    }

    private boolean worksIn(Path data, ProcessHandle.Info process) {
        // A server makes its data folder its working folder, which holds even if the folder was moved since.
        Path workingFolder = Path.of("/proc", String.valueOf(pid), "cwd");
        try {
            if (Files.exists(workingFolder)) {
                return Files.isSameFile(workingFolder, data);
            }
        } catch (IOException ended) {
            return false;
        }
        return process.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .orElse(false);
    }

    /**
     * Makes a stale pid file name no process, so that the server clears it away itself.
     *
     * <p>It is not deleted: from the rest of the file the server learns whether children of the dead one still live.
     */
    static void disown(Path data) throws IOException {
        Path file = data.resolve(FILE);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty()) {
            Files.delete(file);
            return;
        }
        lines.set(0, NO_PROCESS);
        Files.write(file, lines);
    }

    private static long parse(String number) {
        try {
            return Long.parseLong(number.trim());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static int number(List<String> lines, int index) {
        return lines.size() > index ? (int) parse(lines.get(index)) : -1;
    }
}
