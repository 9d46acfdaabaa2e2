package caravan.connector;

import java.nio.charset.StandardCharsets;

/** Percent-encoding by RFC 3986: whatever is not unreserved is encoded, so a value stays within its place in an address. */
final class Percent {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Percent() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (one & 0xff);
            if (unreserved(sign)) {
                encoded.append(sign);
            } else {
                encoded.append('%').append(HEX[sign >> 4]).append(HEX[sign & 0xf]);
            }
        }
        return encoded.toString();
    }

    private static boolean unreserved(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || sign == '-'
                || sign == '.'
                || sign == '_'
                || sign == '~';
    }
}
