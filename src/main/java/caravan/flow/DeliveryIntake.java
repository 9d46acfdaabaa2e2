package caravan.flow;

import caravan.flow.DeliveryMapper.Meaning;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.intake.Deliveries;
import caravan.intake.Deliveries.Kept;
import caravan.intake.Delivery;
import caravan.intake.Subscriptions;
import caravan.intake.UnusableDelivery;
import caravan.inventory.StockNews;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.link.Looks;
import caravan.order.OrderKey;
import caravan.order.Orders;
import caravan.order.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes batches of webhooks in: maps each, hands whole orders on together, turns the rest into looks, keeps every one. */
@Component("deliveryIntake")
public class DeliveryIntake implements UnusableDelivery {
    private static final Logger log = LoggerFactory.getLogger(DeliveryIntake.class);
    private static final Duration DEBOUNCE = Duration.ofMillis(500);

    private final List<DeliveryMapper> mappers;
    private final DocumentIntake intake;
    private final Orders orders;
    private final TransactionTemplate transaction;
    private final Deliveries deliveries;
    private final Incidents incidents;
    private final Subscriptions subscriptions;
    private final StockNews news;

    DeliveryIntake(
            List<DeliveryMapper> mappers,
            DocumentIntake intake,
            Orders orders,
            TransactionTemplate transaction,
            Deliveries deliveries,
            Incidents incidents,
            Subscriptions subscriptions,
            StockNews news) {
        this.mappers = mappers;
        this.intake = intake;
        this.orders = orders;
        this.transaction = transaction;
        this.deliveries = deliveries;
        this.incidents = incidents;
        this.subscriptions = subscriptions;
        this.news = news;
    }

    /**
     * What became of a message that was retried.
     *
     * @param verdict on the order it holds; null if it holds none
     */
    record Retried(Meaning.Kind meaning, @Nullable Verdict verdict) {}

    private record Taken(List<OrderKey> gone, List<Verdict> verdicts) {}

    private record Whole(Delivery delivery, CanonicalOrder.Read read) {}

    /**
     * Takes a batch in: in one transaction, and one more for each order that is gone. Such an order locks levels, which must not
     * follow the listings that the others have locked; if the hub ends in between, the batch comes again.
     */
    public void accept(List<Delivery> batch) {
        List<OrderKey> deleted = Objects.requireNonNull(transaction.execute(status -> {
            List<OrderKey> gone = take(batch, "").gone();
            subscriptions.seen(batch);
            return gone;
        }));
        deleted.forEach(orders::delete);
    }

    /**
     * Takes one webhook in that could not be used before.
     *
     * @param how ends the word for what became of it
     * @throws UnreadableDocument if it still cannot be used; nothing is kept then
     */
    @Transactional
    Retried retry(Delivery delivery, String how) throws UnreadableDocument {
        Meaning meaning = mean(delivery);
        if (meaning.kind() == Meaning.Kind.ORDER) {
            document(delivery, meaning);
        }
        Taken taken = take(List.of(delivery), how);
        taken.gone().forEach(orders::delete);
        return new Retried(
                meaning.kind(),
                taken.verdicts().isEmpty() ? null : taken.verdicts().get(0));
    }

    /**
     * Takes one canonical order in, as if it had been delivered.
     *
     * @throws UnreadableDocument if it is none
     */
    @Transactional
    Retried acceptOrder(ConnectionId connection, String canonical) throws UnreadableDocument {
        List<Verdict> verdicts =
                intake.accept(List.of(CanonicalOrder.delivered(connection, canonical, grain(connection))));
        return new Retried(Meaning.Kind.ORDER, verdicts.get(0));
    }

    /** Takes a batch in but for the orders that are gone, which are answered. */
    private Taken take(List<Delivery> batch, String how) {
        List<Whole> whole = new ArrayList<>();
        Map<Looks.Hint, Duration> hints = new HashMap<>();
        List<OrderKey> deleted = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (Delivery delivery : batch) {
            try {
                Meaning meaning = mean(delivery);
                switch (meaning.kind()) {
                    case ORDER -> whole.add(new Whole(delivery, document(delivery, meaning)));
                    case LOOK ->
                        hints.put(new Looks.Hint(delivery.connection(), LookWork.ORDER, meaning.subject()), DEBOUNCE);
                    case LISTING_LOOK ->
                        hints.put(new Looks.Hint(delivery.connection(), LookWork.LISTING, meaning.subject()), DEBOUNCE);
                    case DELETED -> deleted.add(new OrderKey(delivery.connection(), meaning.subject()));
                    case NOTHING -> {}
                }
                if (meaning.kind() != Meaning.Kind.ORDER) {
                    kept.add(
                            new Kept(delivery, meaning.subject(), meaning.kind().name() + how));
                }
            } catch (UnreadableDocument unreadable) {
                keep(delivery, String.valueOf(unreadable.getMessage()));
                kept.add(new Kept(delivery, "", "UNREADABLE"));
            }
        }
        List<Verdict> verdicts = accept(whole, hints, kept, how);
        deliveries.keep(kept);
        return new Taken(deleted.stream().distinct().sorted().toList(), verdicts);
    }

    private List<Verdict> accept(List<Whole> whole, Map<Looks.Hint, Duration> hints, List<Kept> kept, String how) {
        whole.stream()
                .map(each -> each.delivery().receivedAt())
                .min(Comparator.naturalOrder())
                .ifPresent(news::heard);
        List<Verdict> verdicts = intake.accept(whole.stream().map(Whole::read).toList(), hints);
        for (int index = 0; index < whole.size(); index++) {
            Whole each = whole.get(index);
            kept.add(new Kept(
                    each.delivery(),
                    each.read().document().key().externalId(),
                    verdicts.get(index).name() + how));
        }
        return verdicts;
    }

    private Meaning mean(Delivery delivery) throws UnreadableDocument {
        Optional<DeliveryMapper> mapper = DeliveryMapper.find(mappers, delivery.connection());
        if (mapper.isEmpty()) {
            throw new UnreadableDocument("Connection '" + delivery.connection()
                    + "' has no connector running. Start it, then retry this message.");
        }
        try {
            return mapper.get().map(delivery);
        } catch (CallFailed notMapped) {
            throw new UnreadableDocument(notMapped.detail());
        }
    }

    private CanonicalOrder.Read document(Delivery delivery, Meaning meaning) throws UnreadableDocument {
        return CanonicalOrder.delivered(
                delivery.connection(), Objects.requireNonNull(meaning.canonical()), grain(delivery.connection()));
    }

    private Duration grain(ConnectionId connection) {
        return DeliveryMapper.find(mappers, connection)
                .map(mapper -> mapper.grain(connection))
                .orElse(Duration.ZERO);
    }

    /** One incident per message: its subject is a hash of the bytes, so a repeat of the same bytes is counted there. */
    @Override
    @Transactional
    public void keep(Delivery delivery, String reason) {
        log.warn("A webhook of connection '{}' could not be used and is kept: {}", delivery.connection(), reason);
        incidents.raise(
                new Finding(
                        IncidentKind.UNREADABLE_MESSAGE,
                        delivery.connection().value(),
                        hash(delivery.body()),
                        "A webhook of connection '" + delivery.connection() + "' could not be used",
                        "Topic '" + delivery.topic() + "', received " + delivery.receivedAt() + ": " + reason
                                + " Its bytes are kept here; mend the cause and retry it.",
                        Map.of(
                                "topic",
                                delivery.topic(),
                                "delivery",
                                delivery.id(),
                                "received",
                                delivery.receivedAt().toString(),
                                "verified",
                                delivery.verified() == null
                                        ? ""
                                        : delivery.verified().name())),
                delivery.body());
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
