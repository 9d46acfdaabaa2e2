package caravan.kit;

import caravan.sandbox.Twin;
import caravan.sandbox.TwinRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands before a pretend WooCommerce store as a server that speaks TLS would: signed calls of plain http become calls with key
 * and secret. Those have no time in them, so that such a store works whatever its clock says.
 */
public final class OverTls {
    private OverTls() {}

    /** The store, reached over TLS. */
    public static Twin of(Twin store) {
        Map<String, String> known = store.credentials();
        String pair = known.get("consumer-key") + ":" + known.get("consumer-secret");
        String header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return (Twin) Proxy.newProxyInstance(
                Twin.class.getClassLoader(),
                new Class<?>[] {Twin.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "answer" -> store.answer(secure((TwinRequest) values[0], header));
                    case "equals" -> proxy == values[0];
                    default -> invoke(store, method, values);
                });
    }

    private static TwinRequest secure(TwinRequest request, String header) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("authorization", header);
        return new TwinRequest(
                request.method(),
                request.base().replaceFirst("^http:", "https:"),
                request.path(),
                unsigned(request.query()),
                headers,
                request.body());
    }

    /** Whoever sends key and secret puts no signature into the address, so that the same question has the same address again. */
    private static String unsigned(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.startsWith("oauth_"))
                .collect(Collectors.joining("&"));
    }

    private static Object invoke(Twin store, Method method, Object[] values) throws Throwable {
        try {
            return method.invoke(store, values);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
