package caravan.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The hub in a process of its own, in the profile production, without anything of this bench on its class path. */
final class Hub implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final Process process;
    private final int port;
    private final long millisToReady;

    private Hub(Process process, int port, long millisToReady) {
        this.process = process;
        this.port = port;
        this.millisToReady = millisToReady;
    }

    /** Where a run keeps its files, and what it starts hubs with. */
    record Place(Path folder, Options options, int databasePort, Map<String, String> secrets) {
        Path data() {
            return folder.resolve("data");
        }

        Path connections() {
            return folder.resolve("connections.yaml");
        }
    }

    /** Starts a hub and waits until it takes webhooks and shows pages. */
    static Hub start(Place place) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                place.options().jvm().isEmpty()
                        ? List.of(System.getProperty("bench.jvm", "-Xmx256m")
                                .strip()
                                .split(" +"))
                        : place.options().jvm());
        command.addAll(place.options().hub().words());
        command.addAll(List.of(
                "--spring.profiles.active=production",
                "--server.port=" + port,
                "--caravan.platform.data=" + place.data(),
                "--caravan.platform.database.port=" + place.databasePort(),
                "--caravan.connection.file=" + place.connections(),
                "--caravan.hooks.public-url=http://127.0.0.1:" + port));
        place.options().set().forEach(setting -> command.add("--" + setting));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        place.folder().resolve("hub.log").toFile()));
        builder.environment().putAll(place.secrets());
        long begun = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            awaitReady(process, port);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
        return new Hub(process, port, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static void awaitReady(Process process, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The hub ended with " + process.exitValue() + "; see its hub.log.");
            }
            if (isUp(port, "pages") && isUp(port, "door")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("The hub was not ready within 300 s; see its hub.log.");
    }

    private static boolean isUp(int port, String group) throws InterruptedException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group);
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    long millisToReady() {
        return millisToReady;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
