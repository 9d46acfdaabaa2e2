package caravan.connector;

import caravan.connector.AllowedAddresses.RefusedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Camel HTTP for one connection, over an HTTP client of its own. A call ends within its time, whatever the vendor does, and its
 * answer is read to the end, up to a bound, before anybody sees it.
 */
final class VendorHttp implements Closeable {
    static final int LARGEST_ANSWER = 8 << 20;
    private static final String AUTHORIZATION = "caravan.authorization";

    private final CamelContext camel;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService alarms;
    private final Duration longest;
    private final Sender sender;

    VendorHttp(
            CamelContext camel,
            URI origin,
            Manifest manifest,
            VendorAccount.Network network,
            ScheduledExecutorService alarms) {
        this.camel = camel;
        this.alarms = alarms;
        this.longest = manifest.timeouts().answer();
        this.client = VendorHttpClients.create(manifest, network);
        HttpComponent component = new HttpComponent();
        component.setCamelContext(camel);
        component.setCookieManagementDisabled(true);
        // Not registered with the context: nothing of a call shows in JMX.
        HttpEndpoint endpoint = new HttpEndpoint(origin.toString(), component, origin);
        endpoint.setHttpClient(client);
        this.sender = new Sender(endpoint);
        ServiceHelper.startService(sender);
    }

    /**
     * Sends one request and reads the whole answer.
     *
     * @param url without secrets; {@code authorization} adds them where nobody looks
     */
    RawAnswer send(String method, URI url, String contentType, byte @Nullable [] body, Authorization authorization)
            throws BrokenCall {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getIn().setHeader(Exchange.HTTP_METHOD, method);
        exchange.getIn().setHeader(Exchange.HTTP_URI, url.toString());
        if (body != null) {
            exchange.getIn().setHeader(Exchange.CONTENT_TYPE, contentType);
            exchange.getIn().setBody(body);
        }
        exchange.setProperty(AUTHORIZATION, authorization);
        try {
            sender.process(exchange);
        } catch (BrokenCall broken) {
            throw broken;
        } catch (Exception early) {
            throw new BrokenCall(
                    false, "The request could not be made (" + early.getClass().getSimpleName() + ").");
        }
        return Objects.requireNonNull(exchange.getIn().getBody(RawAnswer.class));
    }

    @Override
    public void close() {
        client.close(CloseMode.GRACEFUL);
    }

    private final class Sender extends HttpProducer {
        Sender(HttpEndpoint endpoint) {
            super(endpoint);
        }

        @Override
        @SuppressWarnings("NullAway") // Camel does not look at the result.
        protected <T> T executeMethod(
                Exchange exchange, HttpHost host, HttpUriRequest request, HttpClientResponseHandler<T> handler)
                throws IOException {
            HttpClientContext context = HttpClientContext.create();
            context.setAttribute(AUTHORIZATION, exchange.getProperty(AUTHORIZATION));
            AtomicBoolean late = new AtomicBoolean();
            Runnable end = () -> {
                late.set(true);
                request.abort();
            };
            ScheduledFuture<?> alarm = alarms.schedule(end, longest.toNanos(), TimeUnit.NANOSECONDS);
            try (ClassicHttpResponse response = client.executeOpen(host, request, context)) {
                exchange.getIn().setBody(new RawAnswer(response, read(response)));
                return null;
            } catch (IOException | RuntimeException broken) {
                throw broken(broken, context.getAttribute(VendorHttpClients.SENT) != null, late.get(), host);
            } finally {
                alarm.cancel(false);
            }
        }
    }

    /** Lets the authorization of a call be applied to the copy of its request that goes on the wire. */
    static Authorization authorization(HttpClientContext context) {
        return context.getAttribute(AUTHORIZATION) instanceof Authorization authorization
                ? authorization
                : Authorization.NONE;
    }

    private static byte[] read(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        try (InputStream content = response.getEntity().getContent()) {
            byte[] bytes = content.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                // Closing would read on to the end, to keep the connection.
                response.close();
                throw new BrokenCall(true, "The answer is larger than " + (LARGEST_ANSWER >> 20) + " MB.");
            }
            return bytes;
        }
    }

    private BrokenCall broken(Exception cause, boolean sent, boolean late, HttpHost host) {
        if (cause instanceof BrokenCall known) {
            return known;
        }
        return new BrokenCall(sent, detail(cause, sent, late, "'" + host.toHostString() + "'"));
    }

    private String detail(Exception cause, boolean sent, boolean late, String host) {
        if (cause instanceof RefusedAddress refused) {
            return String.valueOf(refused.getMessage());
        } else if (cause instanceof UnknownHostException) {
            return "Nobody knows the host " + host + ".";
        } else if (sent && (late || cause instanceof SocketTimeoutException)) {
            return "No whole answer of " + host + " within " + longest.toMillis() + " ms.";
        } else if (late || cause instanceof SocketTimeoutException) {
            return "No connection to " + host + " in time.";
        } else if (cause instanceof ConnectException) {
            return "No connection to " + host + ": refused.";
        } else if (!sent && cause instanceof SSLException) {
            return "No safe connection to " + host + ": its certificate or its TLS version is not accepted.";
        }
        return (sent ? "The answer of " + host + " broke off (" : "No connection to " + host + " (")
                + cause.getClass().getSimpleName() + ").";
    }
}
