package caravan.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A channel over HTTP that outlives the hubs which tell it about stock. It adds what it is told, once per key if it has keys,
 * and can be told to lose answers.
 */
public final class ChannelStand implements AutoCloseable {

    /** What happens to the next writes. */
    public enum Mood {
        ANSWERS,
        /** Applies the write and never answers. */
        APPLIES_AND_HANGS,
        /** Neither applies nor answers. */
        HANGS
    }

    private final HttpServer server;
    private final boolean keyed;
    private final Map<String, Long> figures = new ConcurrentHashMap<>();
    private final Set<String> applied = ConcurrentHashMap.newKeySet();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.ANSWERS;

    /** Starts a channel, with or without keys. */
    public ChannelStand(boolean keyed) throws IOException {
        this.keyed = keyed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "channel-stand");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/write", this::write);
        server.createContext("/find", this::find);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void mood(Mood next) {
        mood = next;
    }

    public void figure(String external, long units) {
        figures.put(external, units);
    }

    /** What the channel shows. */
    public long figure(String external) {
        return figures.getOrDefault(external, 0L);
    }

    /** The ids of all writes that came in, repeats included. */
    public List<String> received() {
        return received;
    }

    private void write(HttpExchange exchange) throws IOException {
        List<String> lines = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String id = lines.get(0);
        received.add(id);
        Mood now = mood;
        if (now != Mood.HANGS && (applied.add(id) || !keyed)) {
            for (String line : lines.subList(1, lines.size())) {
                String[] row = line.split("\t", -1);
                figures.merge(row[1], Long.parseLong(row[2]), Long::sum);
            }
        }
        if (now == Mood.ANSWERS) {
            answer(exchange, "ok");
        }
        // Otherwise the exchange stays open and unanswered until the caller gives up.
    }

    private void find(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getQuery();
        answer(exchange, String.valueOf(applied.contains(id)));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
