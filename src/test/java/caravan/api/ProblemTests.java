package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@HubTest
class ProblemTests {
    private static final String ADJUST = "/api/stock/adjustments";

    private final Visitors visitors;
    private final Program operator;

    ProblemTests(Visitors visitors) {
        this.visitors = visitors;
        this.operator = visitors.program(Role.OPERATOR);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/nowhere,                        404",
        "GET,    /api/orders/999999999999999,         404",
        "GET,    /api/orders/first,                   400",
        "GET,    /api/orders/99999999999999999999,    400",
        "GET,    /api/orders?state=STOLEN,            400",
        "GET,    /api/orders?limit=0,                 400",
        "GET,    /api/orders?limit=201,               400",
        "GET,    /api/orders?after=nonsense,          400",
        "GET,    /api/orders?placedFrom=yesterday,    400",
        "GET,    /api/orders?number=%00,              400",
        "GET,    /api/stock/item,                     400",
        "GET,    /api/stock/item?sku=none-of-ours,    404",
        "GET,    /api/connections/no-such,            404",
        "GET,    /api/connections/NO%20SUCH,          404",
        "DELETE, /api/orders,                         405",
        "POST,   /api/orders/1,                       405"
    })
    void tellsWhatIsWrongAsProblemDetails(String method, String path, int status) throws Exception {
        assertProblem(operator.send(operator.request(path).method(method, BodyPublishers.noBody())), status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": 1, \"reason\": \"r\", \"unit\": 2}",
                "{\"sku\": \"a\", \"sku\": \"b\", \"location\": \"main\", \"units\": 1, \"reason\": \"r\"}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": \"1\", \"reason\": \"r\"}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": 1.5, \"reason\": \"r\"}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": null, \"reason\": \"r\"}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": 1e400, \"reason\": \"r\"}",
                "{\"sku\": {}, \"location\": \"main\", \"units\": 1, \"reason\": \"r\"}",
                "{\"sku\": 5, \"location\": \"main\", \"units\": 1, \"reason\": \"r\"}",
                "{\"sku\": \"a\\u0000\", \"location\": \"main\", \"units\": 1, \"reason\": \"r\"}",
                "{\"sku\": \"a\\ud800\", \"location\": \"main\", \"units\": 1, \"reason\": \"r\"}",
                "{\"sku\": \"a\", \"location\": \"main\", \"units\": 1}"
            })
    void refusesBodiesThatAreNotWhatIsDescribed(String body) throws Exception {
        assertProblem(
                operator.send(operator.request(ADJUST)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", Names.unique("k"))
                        .POST(BodyPublishers.ofString(body))),
                400);
    }

    @Test
    void namesTheFieldThatIsWrong() throws Exception {
        assertThat(operator.send("PUT", "/api/items/item?sku=x", "{\"titel\": \"T\"}")
                        .text("/detail"))
                .contains("'titel'");
        assertThat(operator.send("PUT", "/api/items/item?sku=x", "{\"title\": \"\"}")
                        .text("/errors/0/field"))
                .isEqualTo("title");
    }

    @Test
    void refusesWhatIsTooLargeWhetherDeclaredOrNot() throws Exception {
        byte[] large = ("{\"title\": \"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertProblem(
                operator.send(operator.request("/api/items/item?sku=x")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofByteArray(large))),
                413);
        assertProblem(
                operator.send(operator.request("/api/items/item?sku=x")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413);
    }

    @Test
    void takesAndGivesJsonOnly() throws Exception {
        assertProblem(
                operator.send(operator.request("/api/items/item?sku=x")
                        .header("Content-Type", "application/xml")
                        .PUT(BodyPublishers.ofString("<title/>"))),
                415);
        assertProblem(
                operator.send(operator.request("/api/orders")
                        .header("Accept", "image/png")
                        .GET()),
                406);
        assertProblem(
                operator.send(operator.request("/api/nowhere")
                        .header("Accept", "text/html")
                        .GET()),
                404);
    }

    @Test
    void saysWhichMethodsAnAddressTakes() throws Exception {
        Answer answer = operator.send(operator.request("/api/items/item?sku=x").DELETE());
        assertThat(answer.raw().headers().firstValue("Allow")).get().asString().contains("GET", "PUT");
    }

    @Test
    void wantsTheXsrfTokenOfASession() throws Exception {
        var visitor = visitors.signedIn(Role.OPERATOR);
        assertThat(visitor.postWithoutXsrfToken(ADJUST, java.util.Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(visitor.post(ADJUST, java.util.Map.of()).statusCode())
                .as("it is let in, and the form is no JSON")
                .isIn(400, 415);
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("/detail")).isNotBlank().doesNotContain("Exception", "caravan.", "java.", "tools.");
    }
}
