package caravan.kit;

import java.util.concurrent.ThreadLocalRandom;

/** Names that no other test uses, so tests can share one database. */
public final class Names {
    private Names() {}

    /** Returns {@code stem} with a random ending, in lower case letters and digits. */
    public static String unique(String stem) {
        return stem + "-" + Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36 * 36), 36);
    }
}
