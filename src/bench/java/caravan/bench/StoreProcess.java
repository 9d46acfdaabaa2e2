package caravan.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link Store} in its process, as the bench sees it. */
final class StoreProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String connection;
    private final Process process;
    private final int port;
    private final Socket till;
    private final OutputStream sales;

    private StoreProcess(String connection, Process process, int port, Socket till) throws IOException {
        this.connection = connection;
        this.process = process;
        this.port = port;
        this.till = till;
        this.sales = till.getOutputStream();
    }

    static StoreProcess start(String connection, Catalogue catalogue) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-Dsun.net.httpserver.maxIdleConnections=1000",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Store.class.getName(),
                        String.valueOf(catalogue.skus()),
                        String.valueOf(catalogue.perParent())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String[] ports = String.valueOf(said.readLine()).split(" ", -1);
        Socket till = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(ports[1]));
        till.setTcpNoDelay(true);
        return new StoreProcess(connection, process, Integer.parseInt(ports[0]), till);
    }

    String connection() {
        return connection;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The store sells a unit: its own figure falls, whatever the hub does. */
    void sell(int index) {
        byte[] line = (index + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            synchronized (sales) {
                sales.write(line);
            }
        } catch (IOException gone) {
            throw new IllegalStateException("Store '" + connection + "' is gone.", gone);
        }
    }

    /** What it shows, by the number of the SKU. */
    List<Long> figures() {
        return ask("figures").lines().map(Long::valueOf).toList();
    }

    /** How many calls have changed stock so far. */
    long calls() {
        return Long.parseLong(ask("calls"));
    }

    /** The rows of writes it accepted, as lines of microsecond, number of the SKU and figure. */
    List<String> accepted(int from) {
        return ask("accepted?" + from).lines().toList();
    }

    private String ask(String what) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url() + "/bench/" + what))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException gone) {
            throw new IllegalStateException("Store '" + connection + "' does not answer.", gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped.", stopped);
        }
    }

    @Override
    public void close() throws IOException {
        till.close();
        process.destroy();
    }
}
