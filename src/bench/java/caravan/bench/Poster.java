package caravan.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Posts over one kept connection; lean, so that the load takes little of the machine it shares with the hub. */
final class Poster implements Closeable {
    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Poster(int port) {
        this.port = port;
    }

    /** Sends a webhook and answers the status. */
    int post(Webhook webhook) throws IOException {
        byte[] body = webhook.body().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream(body.length + 512);
        request.write(("POST /hooks/" + webhook.connection() + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n"
                        + "X-WC-Webhook-Topic: order.created\r\nX-WC-Webhook-Delivery-ID: " + webhook.delivery()
                        + "\r\n"
                        + "X-WC-Webhook-Signature: " + webhook.signature() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.write(body);
        request.writeTo(open().getOutputStream());
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        long length = 0;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        header.substring("content-length:".length()).strip());
            }
            last |= lower.equals("connection: close");
        }
        in.skipNBytes(length);
        if (last) {
            close();
        }
        return status;
    }

    /** The server ends a connection after some requests, and says so. */
    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(60_000);
            in = new BufferedInputStream(open.getInputStream());
            socket = open;
        }
        return open;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The hub closed the connection.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        if (open != null) {
            open.close();
            socket = null;
        }
    }

    /** A signed order webhook. */
    record Webhook(String connection, String delivery, String body, String signature) {}
}
