package caravan.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stand-in WooCommerce store in a process of its own: answers everything in 50 ms, keeps its figures, and tells afterwards when it
 * accepted which write. It lists no orders: what the door would lose, no poll brings back.
 */
public final class Store {
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int PAGE = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One row of a write, when it was accepted. */
    private record Accepted(long micros, int index, long figure) {}

    private final Catalogue catalogue;
    private final AtomicLongArray figures;
    private final AtomicReferenceArray<String> writes;
    private final List<Accepted> accepted = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<ObjectNode> subscriptions = new CopyOnWriteArrayList<>();

    private Store(Catalogue catalogue) {
        this.catalogue = catalogue;
        figures = new AtomicLongArray(catalogue.skus());
        writes = new AtomicReferenceArray<>(catalogue.skus());
        for (int index = 0; index < catalogue.skus(); index++) {
            figures.set(index, Catalogue.UNITS);
        }
    }

    /** Serves until its standard input ends: {@code skus perParent}. Prints its two ports. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        Store store = new Store(new Catalogue(Integer.parseInt(args[0]), Integer.parseInt(args[1])));
        InetAddress here = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(here, 0), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/wp-json/wc/v3", store::serve);
        server.createContext("/bench", store::tell);
        server.start();
        ServerSocket sales = new ServerSocket(0, 10, here);
        Thread till = new Thread(() -> store.sell(sales), "till");
        till.setDaemon(true);
        till.start();
        System.out.println(server.getAddress().getPort() + " " + sales.getLocalPort());
        while (System.in.read() >= 0) {
            // Ends with the process that started it.
        }
        System.exit(0);
    }

    /** One line per unit sold: the number of its SKU. */
    private void sell(ServerSocket sales) {
        while (true) {
            try (Socket socket = sales.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                lines.lines().forEach(line -> figures.decrementAndGet(Integer.parseInt(line)));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        long until = System.nanoTime() + ANSWER_NANOS;
        String path = exchange.getRequestURI().getPath().substring("/wp-json/wc/v3".length());
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        answer(exchange, JSON.writeValueAsBytes(respond(exchange, path, body)));
    }

    private JsonNode respond(HttpExchange exchange, String path, JsonNode body) {
        String[] steps = path.split("/", -1);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path.endsWith("/batch")) {
            calls.incrementAndGet();
            return change(body);
        } else if (path.equals("/products")) {
            return query.contains("include=") ? included(query) : products(exchange, query);
        } else if (path.endsWith("/variations")) {
            return query.contains("include=") ? included(query) : variations(exchange, Integer.parseInt(steps[2]));
        } else if (path.equals("/webhooks") && exchange.getRequestMethod().equals("POST")) {
            ObjectNode made = subscription(body, subscriptions.size() + 1);
            subscriptions.add(made);
            return made;
        } else if (path.equals("/system_status")) {
            return JSON.createObjectNode();
        }
        exchange.getResponseHeaders().add("X-WP-TotalPages", "1");
        ArrayNode rows = JSON.createArrayNode();
        if (path.equals("/webhooks")) {
            subscriptions.forEach(rows::add);
        }
        return rows;
    }

    private JsonNode change(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode rows = answer.putArray("update");
        for (JsonNode row : body.path("update")) {
            int index = catalogue.index(row.path("id").asInt());
            writes.set(index, row.path("meta_data").path(0).path("value").asString(""));
            long figure = figures.addAndGet(index, row.path("inventory_delta").asLong());
            synchronized (accepted) {
                accepted.add(new Accepted(micros(), index, figure));
            }
            rows.add(product(index));
        }
        return answer;
    }

    private JsonNode included(String query) {
        ArrayNode rows = JSON.createArrayNode();
        String ids = query.replaceAll(".*include=([0-9,]*).*", "$1");
        for (String id : ids.split(",", -1)) {
            rows.add(product(catalogue.index(Integer.parseInt(id))));
        }
        return rows;
    }

    private JsonNode products(HttpExchange exchange, String query) {
        int all = catalogue.simple() + catalogue.parents();
        int page = query.contains("&page=") ? Integer.parseInt(query.replaceAll(".*&page=([0-9]+).*", "$1")) : 1;
        exchange.getResponseHeaders().add("X-WP-TotalPages", String.valueOf((all + PAGE - 1) / PAGE));
        ArrayNode rows = JSON.createArrayNode();
        IntStream.range((page - 1) * PAGE, Math.min(all, page * PAGE))
                .forEach(row -> rows.add(
                        row < catalogue.simple()
                                ? product(row)
                                : parent(catalogue.parentAt(row - catalogue.simple()))));
        return rows;
    }

    private JsonNode variations(HttpExchange exchange, int parent) {
        exchange.getResponseHeaders().add("X-WP-TotalPages", "1");
        ArrayNode rows = JSON.createArrayNode();
        int first = catalogue.first(parent);
        IntStream.range(first, Math.min(catalogue.skus(), first + catalogue.perParent()))
                .forEach(index -> rows.add(product(index)));
        return rows;
    }

    private static ObjectNode parent(int id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("name", "Product " + id)
                .put("type", "variable")
                .put("status", "publish")
                .put("sku", "");
    }

    private ObjectNode product(int index) {
        ObjectNode product = JSON.createObjectNode()
                .put("id", catalogue.id(index))
                .put("name", "Item " + index)
                .put("type", catalogue.isVariation(index) ? "variation" : "simple")
                .put("status", "publish")
                .put("sku", catalogue.sku(index))
                .put("manage_stock", true)
                .put("stock_quantity", figures.get(index));
        ArrayNode meta = product.putArray("meta_data");
        if (writes.get(index) != null) {
            meta.addObject().put("id", 1).put("key", "_caravan_write").put("value", writes.get(index));
        }
        return product;
    }

    private static ObjectNode subscription(JsonNode body, int id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("topic", body.path("topic").asString(""))
                .put("delivery_url", body.path("delivery_url").asString(""))
                .put("status", "active");
    }

    /** What the bench asks: {@code figures}, {@code calls}, or {@code accepted?from}. */
    private void tell(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String text;
        if (path.endsWith("/figures")) {
            text = IntStream.range(0, catalogue.skus())
                    .mapToObj(index -> String.valueOf(figures.get(index)))
                    .collect(Collectors.joining("\n"));
        } else if (path.endsWith("/calls")) {
            text = String.valueOf(calls.get());
        } else {
            int from = Integer.parseInt(exchange.getRequestURI().getQuery());
            synchronized (accepted) {
                text = accepted.subList(from, accepted.size()).stream()
                        .map(row -> row.micros() + " " + row.index() + " " + row.figure())
                        .collect(Collectors.joining("\n"));
            }
        }
        answer(exchange, text.getBytes(StandardCharsets.UTF_8));
    }

    private static long micros() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
    }

    private static void answer(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
