package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.StockLevels;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@HubTest
class OpeningPagesTests {
    private final Visitors visitors;
    private final StockLevels levels;
    private final Shop shop;

    OpeningPagesTests(Visitors visitors, StockLevels levels, Shops shops) {
        this.visitors = visitors;
        this.levels = levels;
        this.shop = shops.open();
    }

    @Test
    void booksNothingBeforeTheDryRunWasSeenThenWhatWasShown() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        Sku sku = shop.item();
        String run =
                draft(operator, "\uFEFF\"units\",sku,note,Location\n\"7\",\"" + sku + "\",x," + shop.shelf() + "\n");
        assertThat(operator.open(run).body()).contains("Open 1 balance", "would be opened");

        operator.post(run + "/book", Map.of());
        Await.until("the balance is open", () -> operator.open(run).body().contains("Done at"));
        shop.listed(sku, 5);
        assertThat(shop.stand(sku).onHand()).isEqualTo(7);
        operator.post(run + "/book", Map.of());
        assertThat(operator.open("/stock/opening").body()).contains("There is nothing to book here");
    }

    @Test
    void saysOfEveryRefusedRowWhyWithItsLine() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        Sku sku = shop.item();
        Sku open = shop.selling(3);
        Sku bundle = shop.item();
        levels.bundle(bundle, Map.of(sku, 2L));
        String at = "," + shop.shelf() + ",";
        String csv = "sku,location,units\n"
                + "=cmd()" + at + "1\n" // line 2
                + sku + ",nowhere,1\n"
                + bundle + at + "1\n"
                + sku + at + "1.5\n"
                + sku + at + "-1\n"
                + sku + at + "4\n" // line 7
                + sku + at + "5\n"
                + open + at + "1\n"
                + sku + "\n"
                + sku + at + "1000000001\n";
        String run = draft(operator, csv);
        assertThat(operator.open(run).body())
                .contains("<strong>1</strong> would be opened", "<strong>9</strong> are refused");
        String report = operator.get(run + "/report.csv").body();
        assertThat(report.lines().map(line -> line.replace("\uFEFF", "")))
                .containsExactly(
                        "line,sku,location,units,result,reason",
                        "2,'=cmd()" + at + "1,refused,There is no item of this SKU",
                        "3," + sku + ",nowhere,1,refused,There is no location of this name",
                        "4," + bundle + at + "1,refused,It is a bundle: open its components",
                        "5," + sku + at + ",refused,Units '1.5' is no whole number",
                        "6," + sku + at + "-1,refused,Units are negative",
                        "7," + sku + at + "4,not yet,",
                        "8," + sku + at + "5,refused,Line 7 says it already",
                        "9," + open + at + "1,refused,It has an opening balance here: book a stock count",
                        "10," + sku + ",,,refused,Units '' is no whole number",
                        "11," + sku + at + "1000000001,refused,More than 1000000000 units");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sku;units|lacks location",
                "hello|lacks sku, location, units",
                "sku,location,units|no rows below its header",
                "''|lacks sku"
            })
    void refusesAFileThatIsNoneOfOpeningStock(String content, String why) throws Exception {
        assertThat(refusal(content.getBytes(StandardCharsets.UTF_8))).contains(why);
    }

    @Test
    void refusesAFileThatIsNotUtf8OrTooLarge() throws Exception {
        assertThat(refusal(new byte[] {'s', (byte) 0xFC, '\n'})).contains("is not UTF-8");
        assertThat(refusal(new byte[10_000_001])).contains("larger than 10 MB");
    }

    @Test
    void refusesAChannelThatIsNotThere() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        HttpResponse<String> unknown = operator.post("/stock/opening/channel", Map.of("connection", "no-such"));
        assertThat(unknown.statusCode()).isEqualTo(302);
        assertThat(operator.open("/stock/opening").body()).contains("There is no such connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stock/opening", "/stock/opening/1", "/stock/opening/1/report.csv"})
    void isForOperators(String path) throws Exception {
        assertThat(visitors.signedIn(Role.VIEWER).open(path).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/stock/opening/999999999999", "/stock/opening/0", "/stock/opening/999999999999/report.csv"})
    void hasNothingToShowOfWhatIsNotThere(String path) throws Exception {
        assertThat(visitors.signedIn(Role.OPERATOR).open(path).statusCode()).isEqualTo(404);
    }

    private String refusal(byte[] content) throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        HttpResponse<String> answer = operator.upload("/stock/opening/file", "file", "stock.csv", content);
        assertThat(answer.statusCode()).isEqualTo(302);
        return operator.open("/stock/opening").body().replace("&#39;", "'");
    }

    private static String draft(Visitor operator, String csv) throws Exception {
        HttpResponse<String> answer =
                operator.upload("/stock/opening/file", "file", "stock.csv", csv.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow()).getPath();
    }
}
