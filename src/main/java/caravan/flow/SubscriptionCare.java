package caravan.flow;

import caravan.connection.Hearing;
import caravan.intake.Subscriptions;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Sees to it that a vendor has one working subscription per topic: makes what is missing, enables what was disabled, and
 * tells of another secret. While the connection is in shadow it only notes what it found.
 */
final class SubscriptionCare implements DutyWork.Deed {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionCare.class);

    private final ChannelCalls channel;
    private final Set<String> topics;
    private final Supplier<Optional<Hearing>> hearing;
    private final Subscriptions known;
    private final Duties duties;

    /**
     * Care for one connection.
     *
     * @param hearing where its webhooks arrive, and whether they may be subscribed; asked before each call
     */
    SubscriptionCare(
            ChannelCalls channel,
            Set<String> topics,
            Supplier<Optional<Hearing>> hearing,
            Subscriptions known,
            Duties duties) {
        this.channel = channel;
        this.topics = topics;
        this.hearing = hearing;
        this.known = known;
        this.duties = duties;
    }

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        Hearing now = hearing.get().filter(Hearing::canListen).orElse(null);
        if (now == null) {
            return null;
        }
        List<JsonNode> there = subscriptions();
        Set<String> outdated = known.outdated(channel.connection());
        Map<String, CallFailed> failed = new TreeMap<>();
        boolean healed = false;
        for (String topic : topics) {
            try {
                healed |= care(topic, now, there, outdated.contains(topic), duty, epoch);
            } catch (CallFailed failure) {
                String address = String.valueOf(now.address());
                keep(duty, epoch, () -> known.refused(channel.connection(), topic, address, failure.detail()));
                failed.put(topic, failure);
            }
        }
        if (healed) {
            log.warn("Webhooks of connection '{}' had stopped; what was missed is pulled", channel.connection());
            duties.mark(channel.connection(), DutyWork.ORDERS);
        }
        if (!failed.isEmpty()) {
            throw together(failed);
        }
        return null;
    }

    /** Sees to one topic; answers whether its webhooks had stopped and come again. */
    private boolean care(String topic, Hearing hearing, List<JsonNode> there, boolean outdated, Duty duty, long epoch)
            throws CallFailed {
        String address = String.valueOf(hearing.address());
        JsonNode ours = there.stream()
                .filter(each -> each.path("topic").asString("").equals(topic)
                        && each.path("address").asString("").equals(address))
                .findFirst()
                .orElse(null);
        boolean works = ours != null && ours.path("live").asBoolean(false);
        boolean healed = false;
        boolean asFound = (works && !outdated) || !mayWrite();
        if (!asFound) {
            healed = !works && known.isKnown(channel.connection(), topic);
            ours = channel.subscribe(ours == null ? null : ours.path("id").asString(""), topic, address);
        }
        Subscriptions.Noted noted = new Subscriptions.Noted(
                channel.connection(),
                topic,
                ours == null ? "" : ours.path("id").asString(""),
                address,
                ours != null && ours.path("live").asBoolean(false),
                asFound,
                hearing.revision());
        keep(duty, epoch, () -> known.note(noted));
        return healed;
    }

    private boolean mayWrite() {
        return hearing.get().filter(Hearing::live).isPresent();
    }

    private void keep(Duty duty, long epoch, Runnable news) {
        if (!duties.fenced(duty, epoch, news)) {
            throw new OwnershipEnded(duty.connection());
        }
    }

    /**
     * One failure for all. Never misconfigured, which would pause the whole connection: listing worked, so the credentials are
     * right, and most likely the scope of some topics is missing.
     */
    private CallFailed together(Map<String, CallFailed> failed) {
        CallFailed first = failed.values().iterator().next();
        Duration wait = failed.values().stream()
                .map(CallFailed::waitAtLeast)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        boolean lasting = failed.values().stream()
                .anyMatch(each ->
                        each.fault() == Fault.MISCONFIGURED || !each.fault().isPassing());
        return new CallFailed(
                lasting ? Fault.REFUSED : first.fault(),
                "Webhooks cannot be subscribed for " + named(failed.keySet()) + ": " + first.detail()
                        + (lasting
                                ? " Give the hub's app the scopes of these topics (the connector's README lists them); until"
                                        + " then only polls bring what they would tell."
                                : ""),
                wait);
    }

    private static String named(Collection<String> topics) {
        return topics.stream().map(topic -> "'" + topic + "'").collect(Collectors.joining(", "));
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
