package caravan.kernel;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the database from planning anew, each time, the statements of a transaction that go by key. One plan by index is right for
 * any number of rows; planning took more time than running them, and a plan made while the tables were empty would read them
 * whole.
 */
public final class KeyedPlans {
    private KeyedPlans() {}

    /** Holds until the present transaction ends. */
    public static void use(JdbcClient jdbc) {
        set(
                jdbc,
                "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)");
    }

    /**
     * The same for a transaction that takes the first rows of a queue: they come from an index in their order. The database's
     * figures of a queue are from when it was empty, and for a handful of rows it would rather read and sort them all.
     */
    public static void useForQueue(JdbcClient jdbc) {
        set(jdbc, """
                SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                       set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)""");
    }

    private static void set(JdbcClient jdbc, String settings) {
        jdbc.sql(settings).query((row, index) -> row.getString(1)).list();
    }
}
