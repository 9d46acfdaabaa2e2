package caravan.connector;

import org.apache.hc.core5.http.HttpRequest;

/**
 * Adds to a request what proves who calls. It is applied inside the HTTP client, to the copy that goes on the wire: routes,
 * exchanges, exceptions and the call log never hold it.
 */
interface Authorization {
    Authorization NONE = request -> {};

    void apply(HttpRequest request);
}
