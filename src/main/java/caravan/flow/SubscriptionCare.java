package caravan.flow;

import caravan.intake.Subscriptions;
import caravan.kernel.CallFailed;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Sees to it that a vendor has one working subscription per topic: makes what is missing, enables what was disabled. */
final class SubscriptionCare implements DutyWork.Deed {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionCare.class);

    private final ChannelCalls channel;
    private final Set<String> topics;
    private final String address;
    private final Subscriptions known;
    private final Duties duties;

    /**
     * Care for one connection.
     *
     * @param address where its webhooks arrive
     */
    SubscriptionCare(ChannelCalls channel, Set<String> topics, String address, Subscriptions known, Duties duties) {
        this.channel = channel;
        this.topics = topics;
        this.address = address;
        this.known = known;
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
                healed |= known.isKnown(channel.connection(), topic);
                ours = channel.subscribe(ours == null ? null : ours.path("id").asString(""), topic, address);
            }
            if (ours != null) {
                known.note(new Subscriptions.Noted(
                        channel.connection(),
                        topic,
                        ours.path("id").asString(""),
                        address,
                        ours.path("live").asBoolean(false),
                        works));
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
}
