package caravan.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How a vendor signs what it sends: always over the raw bytes. */
public enum SignatureScheme {
    /** HMAC-SHA256 in base64. */
    HMAC_SHA256_BASE64 {
        @Override
        byte @Nullable [] decode(String header) {
            try {
                return Base64.getDecoder().decode(header.strip());
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }
    },
    /** HMAC-SHA256 in hexadecimal. */
    HMAC_SHA256_HEX {
        @Override
        byte @Nullable [] decode(String header) {
            try {
                return HexFormat.of().parseHex(header.strip());
            } catch (IllegalArgumentException notHex) {
                return null;
            }
        }
    };

    abstract byte @Nullable [] decode(String header);

    /** Checks a signature against every secret in constant time. */
    boolean verifies(@Nullable String header, byte[] body, List<String> secrets) {
        byte[] given = header == null ? null : decode(header);
        if (given == null) {
            return false;
        }
        boolean verified = false;
        for (String secret : secrets) {
            verified |= MessageDigest.isEqual(given, sign(secret, body));
        }
        return verified;
    }

    private static byte[] sign(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256.", impossible);
        }
    }
}
