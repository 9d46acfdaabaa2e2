package caravan.flow;

import caravan.incident.Choice;
import caravan.incident.Decision;
import caravan.incident.DecisionRefused;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Remedy;
import caravan.intake.Delivery;
import caravan.intake.SignatureScheme;
import caravan.kernel.ConnectionId;
import caravan.link.DutiesDue;
import caravan.link.Looks;
import caravan.order.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/** Carries out what people decide about messages that could not be used. The bytes that came stay, whatever is decided. */
@Component
class MessageRemedy implements Remedy {
    private final IncidentList list;
    private final DeliveryIntake intake;
    private final Looks looks;
    private final ApplicationEventPublisher events;

    MessageRemedy(IncidentList list, DeliveryIntake intake, Looks looks, ApplicationEventPublisher events) {
        this.list = list;
        this.intake = intake;
        this.looks = looks;
        this.events = events;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(IncidentKind.UNREADABLE_MESSAGE);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        return switch (decision.choice()) {
            case RETRY ->
                decision.incident().fact("order").isEmpty() ? retry(decision) : readAgain(decision.incident());
            case EDIT_AND_RETRY -> retry(decision);
            case DISCARD -> Outcome.resolved("The message was discarded.");
            default -> throw decision.unknown();
        };
    }

    /** What was read from a channel would be read in vain once more as it is; its channel is asked again. */
    private Outcome readAgain(Incident incident) {
        ConnectionId connection = new ConnectionId(incident.connection());
        looks.want(List.of(new Looks.Hint(connection, LookWork.ORDER, incident.fact("order"))), Duration.ZERO);
        events.publishEvent(new DutiesDue(Set.of(connection)));
        return Outcome.begun("The order is read at its channel as soon as it is its turn.");
    }

    private Outcome retry(Decision decision) {
        boolean edited = decision.choice() == Choice.EDIT_AND_RETRY;
        Incident incident = decision.incident();
        byte[] bytes = edited
                ? decision.arguments().getOrDefault("body", "").getBytes(StandardCharsets.UTF_8)
                : list.bytes(incident.id())
                        .orElseThrow(() -> new DecisionRefused("The bytes of this message are erased already."));
        try {
            DeliveryIntake.Retried retried = incident.fact("order").isEmpty()
                    ? intake.retry(delivery(incident, bytes, edited), edited ? "_AFTER_EDIT" : "_ON_RETRY")
                    : intake.acceptOrder(
                            new ConnectionId(incident.connection()), new String(bytes, StandardCharsets.UTF_8));
            return Outcome.resolved(words(retried, edited ? "The edited message" : "The message"));
        } catch (UnreadableDocument unreadable) {
            throw new DecisionRefused(String.valueOf(unreadable.getMessage()));
        } catch (DecisionRefused | ConcurrencyFailureException asItIs) {
            throw asItIs;
        } catch (RuntimeException failure) {
            throw new DecisionRefused(
                    "It failed again with " + failure.getClass().getSimpleName() + "; the hub's log has the details.",
                    failure);
        }
    }

    /** What became of it, for a message that could be read has not changed anything by that. */
    private static String words(DeliveryIntake.Retried retried, String message) {
        return message
                + switch (retried.meaning()) {
                    case ORDER -> words(Objects.requireNonNull(retried.verdict()));
                    case LOOK -> " names an order, which is read at its channel as soon as it is its turn.";
                    case LISTING_LOOK -> " names a listing, whose figure is read as soon as it is its turn.";
                    case DELETED -> " says that its order is gone; the order is treated as deleted.";
                    case NOTHING -> " could be read, and means nothing to the hub.";
                };
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> " was taken in.";
            case SAME -> " could be read, and says what is known already. Nothing changed.";
            case OLDER ->
                " could be read, but was not taken in: a newer document of the order was accepted before. Nothing changed.";
            case LOOK ->
                " was not taken in: it contradicts what is known without being newer. The order is read at its channel.";
        };
    }

    private static Delivery delivery(Incident incident, byte[] bytes, boolean edited) {
        if (incident.fact("topic").isEmpty()) {
            throw new DecisionRefused("The topic of this message is not known, so it cannot be told what it means.");
        }
        return new Delivery(
                new ConnectionId(incident.connection()),
                incident.fact("topic"),
                "incident " + incident.id(),
                Instant.now(),
                Map.of(),
                bytes,
                edited || incident.fact("verified").isEmpty()
                        ? null
                        : SignatureScheme.valueOf(incident.fact("verified")));
    }
}
