package caravan.kit;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what will be true soon, and fails with its name when it is not. */
public final class Await {
    private Await() {}

    /** Returns once {@code condition} holds; tries for 180 s. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within 180 s: " + what);
            }
            Thread.sleep(50);
        }
    }
}
