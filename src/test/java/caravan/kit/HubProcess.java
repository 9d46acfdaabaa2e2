package caravan.kit;

import caravan.Caravan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A hub in a process of its own, so that a test can stop, pause or kill it as an operator or a fault would. */
public final class HubProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** How long something may take before it counts as hanging; a machine with more to do than it can is no fault of a hub. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String PORT = "--server.port=";

    private final Process process;
    private final int port;
    private final Path log;

    private HubProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts a hub on a data folder without waiting for it. */
    public static HubProcess start(Path data, String... arguments) throws IOException {
        int port = Stream.of(arguments)
                .filter(argument -> argument.startsWith(PORT))
                .findFirst()
                .map(argument -> Integer.valueOf(argument.substring(PORT.length())))
                .orElseGet(FreePort::next);
        Files.createDirectories(data.toAbsolutePath().getParent());
        Path log = Files.createTempFile(data.toAbsolutePath().getParent(), "hub-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Caravan.class.getName(),
                "--caravan.platform.data=" + data));
        if (Runtime.version().feature() >= 24) {
            command.addAll(1, List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(List.of(arguments));
        if (!List.of(arguments).contains(PORT + port)) {
            command.add(PORT + port);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new HubProcess(process, port, log);
    }

    /** Waits until the pages answer; ends the hub if they never do. */
    public HubProcess awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The hub ended with " + process.exitValue() + ":\n" + output());
            }
            try {
                if (status("/actuator/health/pages") == 200) {
                    return this;
                }
            } catch (IOException notYet) {
                // Not listening yet.
            }
            Thread.sleep(100);
        }
        kill();
        throw new IllegalStateException("The hub was not ready within " + PATIENCE + ":\n" + output());
    }

    /** Answers the status of a GET without credentials. */
    public int status(String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** Everything the hub has printed so far. */
    public String output() throws IOException {
        return Files.readString(log);
    }

    /** Ends the hub as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    /** Asks the hub to stop and waits for it; answers its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("The hub did not stop within " + PATIENCE + ".");
        }
        return process.exitValue();
    }

    /** Waits until the hub ends by itself; answers its exit code. */
    public int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("The hub did not end by itself:\n" + output());
        }
        return process.exitValue();
    }

    /** Pauses the process (SIGSTOP), as a long garbage collection or a frozen machine would. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a paused process go on (SIGCONT). */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            resume();
            stop();
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
