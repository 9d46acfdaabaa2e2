package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTests {
    private final Redaction redaction = new Redaction(List.of("cs_demo", "ab"));

    @Test
    void hidesWhatLooksSecretOrPersonal() throws Exception {
        assertThat(redaction.body(ExactJson.MAPPER.readTree("""
                        {"id":1,"total":"4.10","billing":{"city":"Praha"},"apiKey":"x","order_key":"wc_1","note":"gate 4",
                         "meta":[{"key":"_phone","value":"123"},{"key":"size","value":"m"}],"free":"call cs_demo or eva@a.cz",
                         "email":null,"has_phone":true}""")))
                .isEqualTo(
                        "{\"id\":1,\"total\":\"4.10\",\"billing\":\"***\",\"apiKey\":\"***\",\"order_key\":\"***\",\"note\":\"***\","
                                + "\"meta\":[{\"key\":\"_phone\",\"value\":\"***\"},{\"key\":\"size\",\"value\":\"m\"}],"
                                + "\"free\":\"call *** or ***\",\"email\":null,\"has_phone\":true}");
    }

    @Test
    void keepsOnlySoMuch() {
        var much = ExactJson.MAPPER.createArrayNode();
        for (int i = 0; i < 100_000; i++) {
            much.addObject().put("text", "more and more");
        }
        assertThat(redaction.body(much)).hasSizeLessThanOrEqualTo(Redaction.LONGEST_BODY);
        assertThat(redaction.body(ExactJson.MAPPER.createArrayNode().add("x".repeat(1 << 20))))
                .hasSizeLessThanOrEqualTo(Redaction.LONGEST_BODY);
        assertThat(redaction.text("y".repeat(10_000))).hasSizeLessThan(400);
    }

    @Test
    void keepsNoControlCharacters() {
        assertThat(redaction.text("one\u0000\r\ntwo")).isEqualTo("one two");
    }

    @Test
    void hidesParametersThatProveWhoCalls() {
        assertThat(redaction.target("/a?oauth_signature=x&consumer_secret=y&access_token=z&page=2"))
                .isEqualTo("/a?oauth_signature=***&consumer_secret=***&access_token=***&page=2");
    }
}
