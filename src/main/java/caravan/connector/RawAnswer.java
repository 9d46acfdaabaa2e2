package caravan.connector;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** An answer as it came, read to its end. */
final class RawAnswer {
    private final HttpResponse head;
    private final byte[] bytes;

    RawAnswer(HttpResponse head, byte[] bytes) {
        this.head = head;
        this.bytes = bytes;
    }

    int status() {
        return head.getCode();
    }

    boolean ok() {
        return status() >= 200 && status() < 300;
    }

    @Nullable
    String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** All headers of a name. */
    Header[] headers(String name) {
        return head.getHeaders(name);
    }

    byte[] bytes() {
        return bytes;
    }
}
