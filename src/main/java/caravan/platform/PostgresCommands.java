package caravan.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the server's programs, as an unprivileged user when the hub itself is root, which PostgreSQL refuses. */
final class PostgresCommands {
    private static final int UNPRIVILEGED = 65534;

    private final Path binaries;
    private final Path home;
    private final List<String> prefix;

    PostgresCommands(Path binaries, Path home) throws IOException {
        this.binaries = binaries;
        this.home = home;
        this.prefix = prefix();
    }

    /** Runs one program to its end; its output becomes the message when it fails. */
    void run(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(home, program, ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within 120 s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with " + process.exitValue() + ": "
                        + Files.readString(output).strip().replaceAll("\\s*\\R\\s*", " | "));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Lets the server's user read a file the hub wrote. */
    void share(Path file) throws IOException {
        if (dropsUser()) {
            Files.setAttribute(file, "unix:uid", UNPRIVILEGED);
        }
    }

    private boolean dropsUser() {
        return !prefix.isEmpty() && prefix.get(0).equals("setpriv");
    }

    private List<String> prefix() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (works(List.of("unshare", "-U", "true"))) {
            return List.of("unshare", "-U");
        }
        String user = String.valueOf(UNPRIVILEGED);
        Files.setAttribute(home, "unix:uid", UNPRIVILEGED);
        return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    private static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
