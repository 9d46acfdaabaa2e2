package caravan.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the tests of one process keep their files. Processes of a run go on at the same time, and no folder, database or port is
 * shared between two of them.
 */
public final class TestFolder {
    private static final String FORK = "kit.fork";

    /** The data folder of the {@linkplain HubTest shared hub}, as a setting. */
    static final String SHARED = "target/test-data/${" + FORK + ":1}/shared";

    private TestFolder() {}

    /** Number of this process among those of the run, from 1. */
    static int fork() {
        return Integer.getInteger(FORK, 1);
    }

    /** A folder of this process, which may be there from an earlier run. */
    public static Path of(String name) {
        return Path.of("target/test-data", String.valueOf(fork()), name);
    }

    /** The data folder of the {@linkplain HubTest shared hub}. */
    public static Path shared() {
        return of("shared");
    }

    /** The key that other hubs need for the database of the shared one. */
    public static String sharedKey() throws IOException {
        return Files.readString(shared().resolve("secret.key")).strip();
    }
}
