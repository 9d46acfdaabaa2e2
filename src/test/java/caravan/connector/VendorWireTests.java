package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.security.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VendorWireTests {
    private final VendorKit kit = new VendorKit();

    VendorWireTests() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @Test
    void unpacksWhatTheVendorPacked() throws Exception {
        kit.stand.answers(packed("{\"total\":12.10}".getBytes(StandardCharsets.UTF_8)));
        assertThat(kit.body(kit.get("/orders")).toString()).isEqualTo("{\"total\":12.10}");
        assertThat(kit.stand.last().header("Accept-encoding")).contains("gzip");
    }

    @Test
    void holdsNoMoreOfAPackedAnswerThanOfAnother() throws Exception {
        byte[] large = new byte[VendorHttp.LARGEST_ANSWER + 10];
        Arrays.fill(large, (byte) ' ');
        kit.stand.answers(packed(large));
        CallFailed failed = kit.failure("path", "/orders");
        assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
        assertThat(failed.detail()).contains("larger than 8 MB");
    }

    @Test
    void closesAnOldAccountsConnectionsAfterItsLastCall() throws Exception {
        VendorClient old = kit.clients().enter(new ConnectionId("shop"), kit.camel);
        kit.secrets.put("api-token", Secret.of("another"));
        VendorClient newer = kit.clients().enter(new ConnectionId("shop"), kit.camel);
        newer.leave();
        assertThat(newer).isNotSameAs(old);
        assertThat(old.enter()).as("in use until its call has ended").isTrue();
        old.leave();
        old.leave();
        assertThat(old.enter()).isFalse();
    }

    private static VendorStand.Reply packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        }
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.size());
            exchange.getResponseBody().write(bytes.toByteArray());
        };
    }
}
