package caravan.console;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.inventory.Level;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Figure;
import caravan.inventory.StockView;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Items with their ledger and what each channel shows of them, put together for tables. */
@Component
class Shelf {

    /** One item: the sums over its locations, and its listings by connection. */
    record Row(
            String sku, String title, long onHand, long reserved, long available, Map<String, List<Figure>> figures) {
        public boolean inStep() {
            return figures.values().stream()
                    .flatMap(List::stream)
                    .filter(Figure::live)
                    .allMatch(Figure::inStep);
        }
    }

    /**
     * A table of items.
     *
     * @param channels titles of the connections that list any of them, by id: the columns
     */
    record Table(Map<String, String> channels, List<Row> rows) {
        public long outOfStep() {
            return rows.stream().filter(row -> !row.inStep()).count();
        }
    }

    private final Catalog catalog;
    private final StockView stock;
    private final ListingView listings;
    private final Connections connections;

    Shelf(Catalog catalog, StockView stock, ListingView listings, Connections connections) {
        this.catalog = catalog;
        this.stock = stock;
        this.listings = listings;
        this.connections = connections;
    }

    Table of(List<Catalog.Item> items) {
        List<Sku> skus = items.stream().map(Catalog.Item::sku).toList();
        Map<Sku, List<Level>> levels = stock.levels(skus).stream().collect(Collectors.groupingBy(Level::sku));
        Map<Sku, List<Figure>> figures = listings.figures(skus).stream().collect(Collectors.groupingBy(Figure::sku));
        Map<String, String> titles = titles();
        Map<String, String> channels = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        for (Catalog.Item item : items) {
            Map<String, List<Figure>> byChannel = figures.getOrDefault(item.sku(), List.of()).stream()
                    .collect(Collectors.groupingBy(figure -> figure.connection().value()));
            byChannel.keySet().forEach(id -> channels.put(id, titles.getOrDefault(id, id)));
            rows.add(row(item, levels.getOrDefault(item.sku(), List.of()), byChannel));
        }
        return new Table(channels, rows);
    }

    /** The items worth a look at a glance. */
    Table watched(int most) {
        return of(catalog.items(stock.watched(most)));
    }

    /** What people call each connection. */
    Map<String, String> titles() {
        Map<String, String> titles = new HashMap<>();
        connections.all().forEach(connection -> titles.put(connection.id().value(), connection.title()));
        return titles;
    }

    String title(ConnectionId id) {
        return connections.find(id).map(Connection::title).orElse(id.value());
    }

    private static Row row(Catalog.Item item, List<Level> levels, Map<String, List<Figure>> figures) {
        return new Row(
                item.sku().value(),
                item.title(),
                levels.stream().mapToLong(Level::onHand).sum(),
                levels.stream().mapToLong(Level::reserved).sum(),
                levels.stream().mapToLong(Level::available).sum(),
                figures);
    }
}
