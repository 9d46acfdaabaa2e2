package caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The hub's embedded database, looked into from outside: to open the stock, and to check that all is right. */
final class HubDatabase implements AutoCloseable {
    private final Connection connection;

    HubDatabase(Path data, int port) throws IOException, SQLException {
        String password =
                Files.readString(data.resolve("postgres/server/password")).strip();
        connection =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/caravan", "caravan", password);
    }

    /** Makes the items and books their opening balance, as a merchant does before the stores are connected. */
    void open(Catalogue catalogue) throws SQLException {
        String[] skus =
                IntStream.range(0, catalogue.skus()).mapToObj(catalogue::sku).toArray(String[]::new);
        for (String sql : List.of(
                "INSERT INTO item (sku, title) SELECT s, 'Item ' || s FROM unnest(?::text[]) AS d(s)",
                "INSERT INTO level (sku, location, on_hand, opened_at) SELECT s, 'main', " + Catalogue.UNITS
                        + ", now() - interval '1 hour' FROM unnest(?::text[]) AS d(s)",
                "INSERT INTO movement (key, sku, location, on_hand, reason, actor) SELECT 'open/' || s || '/main', s, 'main', "
                        + Catalogue.UNITS + ", 'opening balance', 'bench' FROM unnest(?::text[]) AS d(s)")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", skus));
                statement.executeUpdate();
            }
        }
    }

    /** Listings that are live and show what they should, as far as the hub's books say. */
    long inStep() throws SQLException {
        return count(
                "SELECT count(*) FROM listing WHERE state = 'live' AND wanted = shown AND open_write IS NULL AND doubt = 0"
                        + " AND reading_due_since IS NULL");
    }

    /** Orders that are committed. */
    long orders() throws SQLException {
        return count("SELECT count(*) FROM orders WHERE revision > 0");
    }

    /** Everything that is not as it should be after these sales. */
    List<String> wrongs(Catalogue catalogue, Sales sales, long webhooks, List<StoreProcess> stores)
            throws SQLException {
        List<String> wrongs = new ArrayList<>();
        expect(wrongs, webhooks, orders(), "orders committed");
        expect(wrongs, webhooks, count("SELECT coalesce(sum(owed), 0) FROM line_stock"), "units owed");
        expect(wrongs, 0, count("""
                SELECT count(*) FROM level v FULL JOIN (
                    SELECT sku, location, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(withheld) AS withheld
                    FROM movement GROUP BY sku, location) AS m USING (sku, location)
                WHERE (v.on_hand, v.reserved, v.withheld) IS DISTINCT FROM (m.on_hand, m.reserved, m.withheld)"""), "levels that are not the fold of their movements");
        expect(wrongs, 0, count("SELECT count(*) FROM stock_write WHERE closed_at IS NULL"), "writes left open");
        expect(wrongs, 0, count("SELECT count(*) FROM incident"), "incidents");
        expect(wrongs, (long) catalogue.skus() * stores.size(), inStep(), "listings in step by the books");
        for (int index = 0; index < catalogue.skus(); index++) {
            expect(
                    wrongs,
                    sales.sold(index),
                    count("SELECT reserved FROM level WHERE sku = '" + catalogue.sku(index) + "'"),
                    "units of '" + catalogue.sku(index) + "' reserved");
        }
        for (StoreProcess store : stores) {
            List<Long> figures = store.figures();
            for (int index = 0; index < catalogue.skus(); index++) {
                expect(
                        wrongs,
                        Catalogue.UNITS - sales.sold(index),
                        figures.get(index),
                        "units of '" + catalogue.sku(index) + "' shown by '" + store.connection() + "'");
            }
        }
        return wrongs;
    }

    private static void expect(List<String> wrongs, long expected, long found, String what) {
        if (expected != found) {
            wrongs.add(found + " " + what + " instead of " + expected);
        }
    }

    long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
