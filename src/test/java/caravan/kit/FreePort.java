package caravan.kit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that must know theirs before they listen. They are taken from below those that systems give to outgoing
 * calls, and each process of a run has a range of its own: nothing takes a port between its choice and its use.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int RANGE = 2_000;
    /** Runs that go on beside each other start at different places. */
    private static final AtomicInteger next =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 7 % RANGE));

    private FreePort() {}

    /** Answers a port on which nobody listens. */
    public static int next() {
        int first = FIRST + (TestFolder.fork() - 1) % 8 * RANGE;
        for (int attempt = 0; attempt < RANGE; attempt++) {
            int port = first + next.getAndIncrement() % RANGE;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from " + first + " to " + (first + RANGE - 1) + " is free.");
    }

    private static boolean isFree(int port) {
        // On all addresses, which fails when somebody listens on any of them.
        try (ServerSocket free = new ServerSocket(port)) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
