package caravan.connector;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes HTTP clients that do nothing of their own accord: no redirects, no repeats, no cookies, no proxies. */
final class VendorHttpClients {
    /** Attribute of a call's context once the vendor may have seen something of it. */
    static final String SENT = "caravan.sent";

    private VendorHttpClients() {}

    static CloseableHttpClient create(Manifest manifest, VendorAccount.Network network) {
        Timeout answer = Timeout.of(manifest.timeouts().answer());
        return HttpClientBuilder.create()
                .setConnectionManager(connections(manifest, network))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(answer)
                        .setConnectionRequestTimeout(answer)
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Caravan")
                .setDefaultHeaders(List.of(new BasicHeader(HttpHeaders.ACCEPT, "application/json")))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("authorization", (request, scope, chain) -> {
                    VendorHttp.authorization(scope.clientContext).apply(request);
                    return chain.proceed(request, scope);
                })
                // From here on there is a connection, and the next thing is the request.
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), SENT, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(SENT, true);
                    return chain.proceed(request, scope);
                })
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(Manifest manifest, VendorAccount.Network network) {
        // One more than calls at a time, for the call that fetches a token.
        int most = manifest.limits().parallel() + 1;
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDnsResolver(new AllowedAddresses(network.privateAddresses()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(32 << 10)
                                .setMaxHeaderCount(300)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(manifest.timeouts().connect()))
                        .setSocketTimeout(Timeout.of(manifest.timeouts().answer()))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build());
        if (network.selfSigned()) {
            // The name on the certificate is checked all the same.
            connections.setTlsSocketStrategy(
                    ClientTlsStrategyBuilder.create().setSslContext(anySigner()).buildClassic());
        }
        return connections.build();
    }

    private static SSLContext anySigner() {
        try {
            return SSLContexts.custom()
                    .loadTrustMaterial(TrustAllStrategy.INSTANCE)
                    .build();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This Java cannot set up TLS.", broken);
        }
    }
}
