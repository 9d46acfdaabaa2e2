package caravan.bench;

import caravan.bench.Load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Measures a hub with stand-in stores, prints a table, and fails if anything was lost, doubled or left out of step. */
public final class Bench {
    private static final int CONNECTIONS = 64;
    private static final int FLAT_OUT = 32;
    private static final int HOT_RATE = 1000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Options options;
    private final Catalogue catalogue;
    private final Path folder = Path.of("target", "bench");
    private final Report report = new Report();
    private final List<StoreProcess> stores = new ArrayList<>();
    private final Orders orders;
    private final Sales sales;
    private final Hub.Place place;

    private Bench(Options options) throws IOException {
        this.options = options;
        this.catalogue = new Catalogue(options.skus(), options.perParent());
        this.sales = new Sales(catalogue);
        Map<String, String> secrets = new HashMap<>(Map.of(
                "STORE_KEY", "ck_bench",
                "STORE_SECRET", "cs_bench",
                "HOOK_SECRET", "benchbenchbenchbench"));
        secrets.put("CARAVAN_SECURITY_KEYS_0_ID", "bench");
        secrets.put("CARAVAN_SECURITY_KEYS_0_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        this.orders = new Orders(catalogue, "benchbenchbenchbench");
        this.place = new Hub.Place(folder, options, Hub.freePort(), secrets);
    }

    /** Measures, and ends with 1 if what it left behind is not right. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] words) throws Exception {
        Options options;
        try {
            options = Options.parse(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        Bench bench = new Bench(options);
        List<String> wrongs = bench.run();
        System.out.println(bench.report.text());
        if (wrongs.isEmpty()) {
            System.out.println(
                    "CHECKED: no order lost or doubled, the ledger is sound, every store shows what it should.");
        } else {
            wrongs.stream().limit(20).forEach(wrong -> System.out.println("WRONG: " + wrong));
            System.out.println("FAILED: " + wrongs.size() + " things are not as they should be.");
        }
        System.exit(wrongs.isEmpty() ? 0 : 1);
    }

    private List<String> run() throws Exception {
        clear();
        report.machine(catalogue, options);
        options.hub().prepare();
        try {
            firstStart();
            for (int number = 1; number <= options.stores(); number++) {
                stores.add(StoreProcess.start("store-" + number, catalogue));
            }
            Files.writeString(place.connections(), connections());
            if (options.runs("start")) {
                Hub.start(place).close();
            }
            try (Hub hub = Hub.start(place);
                    HubDatabase database = new HubDatabase(place.data(), place.databasePort())) {
                report.row("start to ready, again", hub.millisToReady() + " ms", "< 8 s");
                measure(hub, database);
                return database.wrongs(catalogue, sales, orders.made(), stores);
            }
        } finally {
            for (StoreProcess store : stores) {
                store.close();
            }
        }
    }

    private void firstStart() throws IOException, InterruptedException, SQLException {
        Files.writeString(place.connections(), "");
        try (Hub hub = Hub.start(place);
                HubDatabase database = new HubDatabase(place.data(), place.databasePort())) {
            report.row(
                    "start to ready, with a new database"
                            + (options.hub() == Program.IMAGE ? ", its classes noted" : ""),
                    hub.millisToReady() + " ms",
                    "");
            database.open(catalogue);
        }
    }

    private void measure(Hub hub, HubDatabase database) throws Exception {
        long begun = System.nanoTime();
        awaitQuiet(database);
        report.row("all " + options.stores() + " stores imported, read and live", seconds(begun), "");
        if (options.runs("memory")) {
            memory(hub, "before the load");
        }
        Load all = new Load(hub.port(), stores, orders, sales);
        // A hub is seldom new: what is compiled at first use is compiled by then.
        all.atRate(300, 10, CONNECTIONS, Load.anyOf(0, catalogue.skus()));
        awaitQuiet(database);
        Load one = new Load(hub.port(), stores.subList(0, 1), orders, sales);
        if (options.runs("lag")) {
            for (String shape : options.shapes()) {
                for (int rate : options.rates()) {
                    lag(one, database, shape, rate);
                }
            }
        }
        if (options.runs("door")) {
            door(all, database);
        }
        if (options.runs("hot")) {
            lag(one, database, "one hot SKU", HOT_RATE);
        }
        if (options.runs("orders")) {
            throughput(hub, all, database);
        }
        if (options.runs("memory")) {
            memory(hub, "after the load");
        }
    }

    private void door(Load load, HubDatabase database) throws Exception {
        Result result = load.atRate(500, options.seconds(), CONNECTIONS, Load.anyOf(0, catalogue.skus()));
        report.row(
                "webhook answers at 500/s",
                String.format(
                        "%.0f/s, p50 %s, p99 %s, max %s",
                        result.perSecond(),
                        millis(result.answers(), 50),
                        millis(result.answers(), 99),
                        millis(result.answers(), 100)),
                "p99 < 50 ms");
        refused(result);
        awaitQuiet(database);
    }

    private void throughput(Hub hub, Load load, HubDatabase database) throws Exception {
        long before = database.orders();
        Processes.Use time = processes(hub).processorMillis();
        long begun = System.nanoTime();
        Result result = load.flatOut(options.seconds(), FLAT_OUT, Load.anyOf(0, catalogue.skus()));
        awaitCommitted(database);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Processes.Use spent = processes(hub).processorMillis().minus(time);
        report.row(
                "webhook answers, flat out from " + FLAT_OUT + " connections",
                String.format(
                        "%.0f/s, p50 %s, p99 %s",
                        result.perSecond(), millis(result.answers(), 50), millis(result.answers(), 99)),
                "");
        report.row(
                "orders from webhook to commit, flat out",
                String.format(
                        "%.0f/s (%d orders; processor per order: hub %.2f ms, PostgreSQL %.2f ms)",
                        (orders.made() - before) / seconds,
                        orders.made() - before,
                        (double) spent.hub() / (orders.made() - before),
                        (double) spent.database() / (orders.made() - before)),
                ">= 1,000/s");
        refused(result);
        awaitQuiet(database);
        report.row("all stores in step after that", seconds(begun), "");
    }

    private void lag(Load load, HubDatabase database, String shape, int rate) throws Exception {
        List<StoreProcess> followers = stores.subList(1, stores.size());
        List<Long> stand = sales.stand();
        long calls = 0;
        List<Integer> from = new ArrayList<>();
        for (StoreProcess store : followers) {
            calls += store.calls();
            from.add(store.accepted(0).size());
        }
        long begun = System.nanoTime();
        Result result = load.atRate(rate, options.seconds(), CONNECTIONS, skus(shape));
        double committed = shape.startsWith("one") ? committed(database, begun, sales.total() - sum(stand)) : 0;
        long more = -calls;
        double posting = result.seconds();
        for (StoreProcess store : followers) {
            more += store.calls();
        }
        awaitQuiet(database);
        Histogram waits = Load.histogram();
        for (int index = 0; index < followers.size(); index++) {
            sales.waits(stand, followers.get(index).accepted(from.get(index)), waits);
        }
        report.row(
                "sale to accepted write, " + rate + " orders/s, " + shape,
                String.format(
                        "p50 %s, p99 %s, max %s; %.0f vendor calls/s per store%s",
                        millis(waits, 50),
                        millis(waits, 99),
                        millis(waits, 100),
                        more / posting / followers.size(),
                        committed > 0 ? String.format("; %.0f orders/s committed", committed) : ""),
                rate == 50 ? "p50 < 120, p99 < 400 ms" : "");
        refused(result);
    }

    private IntSupplier skus(String shape) {
        return switch (shape) {
            case "simple" -> Load.anyOf(0, catalogue.simple());
            case "variations" -> Load.anyOf(catalogue.simple(), catalogue.skus());
            default -> () -> 0;
        };
    }

    private double committed(HubDatabase database, long begun, long count) throws Exception {
        awaitCommitted(database);
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private void refused(Result result) {
        if (result.refused() > 0) {
            report.row("  webhooks refused and posted again", String.valueOf(result.refused()), "0");
        }
    }

    private void memory(Hub hub, String when) throws IOException {
        Processes.Use memory = processes(hub).memory();
        report.row(
                "memory " + when,
                "hub " + memory.hub() + " MB (RSS) + PostgreSQL " + memory.database() + " MB (PSS) = " + memory.both()
                        + " MB",
                "< 600 MB");
    }

    private Processes processes(Hub hub) throws IOException {
        return new Processes(hub.pid(), place.data().resolve("postgres"));
    }

    private void awaitCommitted(HubDatabase database) throws Exception {
        await(() -> database.orders() == orders.made());
    }

    /** Until every order is committed and every listing shows what it should; what is not so by then, the check tells. */
    private void awaitQuiet(HubDatabase database) throws Exception {
        long all = (long) catalogue.skus() * stores.size();
        await(() -> database.orders() == orders.made() && database.inStep() == all);
        // Figures of the second in which a baseline was read count as part of it.
        Thread.sleep(1500);
    }

    private interface Condition {
        boolean isMet() throws SQLException;
    }

    private static void await(Condition condition) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.isMet() && System.nanoTime() < deadline) {
            Thread.sleep(250);
        }
    }

    private String connections() {
        StringBuilder file = new StringBuilder();
        for (StoreProcess store : stores) {
            file.append("""
                    - id: %s
                      connector: woocommerce
                      mode: live
                      auto-live: true
                      network: { plain-http: true, private-addresses: true }
                      locations: { default: [main] }
                      settings:
                        shop-url: %s
                        consumer-key: ${STORE_KEY}
                        consumer-secret: ${STORE_SECRET}
                        webhook-secret: ${HOOK_SECRET}
                    """.formatted(store.connection(), store.url()));
        }
        return file.toString();
    }

    private void clear() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static String millis(Histogram micros, double percentile) {
        return String.format("%.1f ms", micros.getValueAtPercentile(percentile) / 1000.0);
    }

    private static String seconds(long begunNanos) {
        return String.format("%.1f s", (System.nanoTime() - begunNanos) / 1e9);
    }
}
