package caravan.order;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the database from planning the statements of a batch anew each time. They all go by key, so one plan by index is right
 * for any batch; planning took more time than running them, and a plan made while the tables were empty would read them whole.
 */
@Component
class KeyedPlans {
    private final JdbcClient jdbc;

    KeyedPlans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Holds until the present transaction ends. */
    void use() {
        jdbc.sql("""
                SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)""").query((row, index) -> index).list();
    }
}
