package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinRequest.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** OAuth 1.0a without a token, as the shop computes it: everything in the query is signed, nothing of the body. */
record OAuthSignature(String method, String url, List<Parameter> parameters) {

    /** Computes the signature, or fails for a method the shop does not know. */
    String with(String algorithm, String consumerSecret) {
        String name =
                switch (algorithm) {
                    case "HMAC-SHA1" -> "HmacSHA1";
                    case "HMAC-SHA256" -> "HmacSHA256";
                    default ->
                        throw new RestError(
                                401,
                                "woocommerce_rest_authentication_error",
                                "Invalid signature - signature method is invalid.");
                };
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec((consumerSecret + "&").getBytes(StandardCharsets.UTF_8), name));
            return Base64.getEncoder().encodeToString(mac.doFinal(base().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has " + name + ".", impossible);
        }
    }

    boolean matches(String given, String algorithm, String consumerSecret) {
        byte[] expected = with(algorithm, consumerSecret).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    }

    private String base() {
        String normal = numbered().stream()
                .filter(parameter -> !parameter.name().equals("oauth_signature"))
                .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()))
                .sorted()
                .collect(Collectors.joining("&"));
        return method + "&" + encoded(url) + "&" + encoded(normal);
    }

    /** PHP reads {@code a[]=1&a[]=2} as a list, and the shop signs it as {@code a[0]} and {@code a[1]}. */
    private List<Parameter> numbered() {
        Map<String, Integer> seen = new HashMap<>();
        List<Parameter> list = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().endsWith("[]")) {
                String name = parameter.name().substring(0, parameter.name().length() - 2);
                int place = seen.merge(name, 1, Integer::sum) - 1;
                list.add(new Parameter(name + "[" + place + "]", parameter.value()));
            } else {
                list.add(parameter);
            }
        }
        return list;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
