package caravan.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the server's programs as the user the server belongs to. */
final class PostgresCommands {
    private final Path binaries;
    private final Path home;
    private final ServerUser user;

    PostgresCommands(Path binaries, Path home, ServerUser user) {
        this.binaries = binaries;
        this.home = home;
        this.user = user;
    }

    /** Runs one program to its end; its output becomes the message when it fails. */
    void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        // A file, not a pipe: the server inherits it from pg_ctl and would keep a pipe open.
        Path output = Files.createTempFile(home, program + "-", ".out");
        try {
            // The hub's own working folder may be closed to the server's user.
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
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
}
