package caravan.flow;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Sees to it that a vendor has one working subscription per topic: makes what is missing, enables what was disabled. */
final class SubscriptionCare implements DutyWork.Deed {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionCare.class);

    private final ChannelCalls channel;
    private final Set<String> topics;
    private final String address;
    private final JdbcClient jdbc;
    private final Duties duties;

    /**
     * Care for one connection.
     *
     * @param address where its webhooks arrive
     */
    SubscriptionCare(ChannelCalls channel, Set<String> topics, String address, JdbcClient jdbc, Duties duties) {
        this.channel = channel;
        this.topics = topics;
        this.address = address;
        this.jdbc = jdbc;
        this.duties = duties;
    }

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        List<JsonNode> there = subscriptions();
        boolean healed = false;
        for (String topic : topics) {
            JsonNode ours = there.stream()
                    .filter(each -> each.path("topic").asString("").equals(topic)
                            && each.path("address").asString("").equals(address))
                    .findFirst()
                    .orElse(null);
            boolean works = ours != null && ours.path("live").asBoolean(false);
            if (!works) {
                ours = channel.subscribe(ours == null ? null : ours.path("id").asString(""), topic, address);
                healed |= isKnown(topic);
            }
            if (ours != null) {
                note(topic, ours, works);
            }
        }
        if (healed) {
            log.warn("Webhooks of connection '{}' had stopped; what was missed is pulled", channel.connection());
            duties.mark(channel.connection(), DutyWork.ORDERS);
        }
        return null;
    }

    private List<JsonNode> subscriptions() throws CallFailed {
        List<JsonNode> there = new ArrayList<>();
        String next = null;
        do {
            ChannelCalls.Page page = channel.subscriptions(next);
            there.addAll(page.rows());
            next = page.next();
        } while (next != null);
        return there;
    }

    private boolean isKnown(String topic) {
        return jdbc.sql("SELECT count(*) FROM subscription WHERE connection = :connection AND topic = :topic")
                        .param("connection", connection().value())
                        .param("topic", topic)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void note(String topic, JsonNode subscription, boolean worked) {
        jdbc.sql("""
                INSERT INTO subscription AS s (connection, topic, external_id, address, live)
                VALUES (:connection, :topic, :external, :address, :live)
                ON CONFLICT (connection, topic) DO UPDATE SET external_id = excluded.external_id,
                    address = excluded.address, live = excluded.live,
                    seen_at = CASE WHEN :worked THEN s.seen_at END,
                    healed_at = CASE WHEN :worked THEN s.healed_at ELSE now() END""")
                .param("connection", connection().value())
                .param("topic", topic)
                .param("external", subscription.path("id").asString(""))
                .param("address", address)
                .param("live", subscription.path("live").asBoolean(false))
                .param("worked", worked)
                .update();
    }

    private ConnectionId connection() {
        return channel.connection();
    }
}
