package caravan.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.HeaderWriter;

/** What a browser may load and run on our pages. */
final class ContentPolicy {
    private static final String HEADER = "Content-Security-Policy";
    private static final String PAGES = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    // Hawtio's bundle evaluates code, writes styles into its page and starts workers from blobs.
    private static final String HAWTIO = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
            + " worker-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private ContentPolicy() {}

    static void addTo(HeadersConfigurer<HttpSecurity> headers) {
        headers.addHeaderWriter(writer());
    }

    private static HeaderWriter writer() {
        return (request, response) -> {
            boolean hawtio = request.getRequestURI().startsWith(request.getContextPath() + "/actuator/hawtio");
            response.setHeader(HEADER, hawtio ? HAWTIO : PAGES);
            response.setHeader("Referrer-Policy", "same-origin");
        };
    }
}
