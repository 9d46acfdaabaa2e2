package caravan.inventory;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Since when the hub knows what it is about to book. */
@Component
public class StockNews {
    private final JdbcClient jdbc;

    StockNews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Says when what the caller's transaction books came to the door. Without it, it is as old as the transaction. */
    public void heard(Instant at) {
        jdbc.sql("SELECT set_config('caravan.heard_at', :at, true)")
                .param("at", at.toString())
                .query(String.class)
                .single();
    }
}
