package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What happens to differences that no order explains: as a connection says, unless a person decided about a listing. */
@Component
public class DriftPolicies {
    private final JdbcClient jdbc;
    private final Books books;

    DriftPolicies(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /** Sets what a connection says, for listings that are there and those to come. */
    @Transactional
    public void set(ConnectionId connection, DriftPolicy policy) {
        jdbc.sql("""
                INSERT INTO channel_drift AS d (connection, policy) VALUES (:connection, :policy)
                ON CONFLICT (connection) DO UPDATE SET policy = excluded.policy WHERE d.policy <> excluded.policy""")
                .param("connection", connection.value())
                .param("policy", policy.code())
                .update();
        // Every time: one may have been listed while the policy changed.
        Long[] following = books.lock(jdbc.sql(
                                "SELECT id FROM listing WHERE connection = :connection AND NOT drift_decided AND drift_policy <> :policy")
                        .param("connection", connection.value())
                        .param("policy", policy.code())
                        .query(Long.class)
                        .list())
                .toArray(Long[]::new);
        jdbc.sql("UPDATE listing SET drift_policy = :policy WHERE id = ANY(:id) AND NOT drift_decided")
                .param("policy", policy.code())
                .param("id", following)
                .update();
    }

    /** Decides about one listing, whatever its connection says. */
    @Transactional
    public void decide(long listing, DriftPolicy policy) {
        jdbc.sql("UPDATE listing SET drift_policy = :policy, drift_decided = true WHERE id = :id")
                .param("id", listing)
                .param("policy", policy.code())
                .update();
    }

    /** Lets a listing follow its connection again. */
    @Transactional
    public void follow(long listing) {
        jdbc.sql("""
                UPDATE listing l SET drift_decided = false,
                    drift_policy = coalesce((SELECT d.policy FROM channel_drift d WHERE d.connection = l.connection), 'hub')
                WHERE l.id = :id""").param("id", listing).update();
    }
}
