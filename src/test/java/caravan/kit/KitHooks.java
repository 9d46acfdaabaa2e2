package caravan.kit;

import caravan.flow.DeliveryMapper;
import caravan.intake.Delivery;
import caravan.intake.Hook;
import caravan.intake.HookSource;
import caravan.intake.SignatureScheme;
import caravan.kernel.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Connections named {@code hook-...}, whose webhooks carry canonical orders, order ids, or deletions. */
@Component
public final class KitHooks implements HookSource, DeliveryMapper {
    public static final String SECRET = "kit-secret";
    public static final String PREVIOUS_SECRET = "kit-secret-of-yesterday";

    private final List<String> known;

    /** The connections named by {@code --kit.hooks} are in the door's memory; others are found when asked for. */
    KitHooks(@Value("${kit.hooks:}") List<String> known) {
        this.known = known;
    }

    @Override
    public List<Hook> load() {
        return known.stream()
                .filter(name -> !name.isBlank())
                .flatMap(name -> load(new ConnectionId(name)).stream())
                .toList();
    }

    @Override
    public Optional<Hook> load(ConnectionId connection) {
        return isFor(connection)
                ? Optional.of(new Hook(
                        connection,
                        SignatureScheme.HMAC_SHA256_BASE64,
                        "X-Kit-Signature",
                        "X-Kit-Topic",
                        "X-Kit-Delivery",
                        Map.of("X-Kit-Shop", connection.value()),
                        new Hook.Ping("webhook_id", 64),
                        List.of(SECRET, PREVIOUS_SECRET)))
                : Optional.empty();
    }

    @Override
    public boolean isFor(ConnectionId connection) {
        return connection.value().startsWith("hook-");
    }

    @Override
    public Meaning map(Delivery delivery) {
        String body = new String(delivery.body(), StandardCharsets.UTF_8);
        return switch (delivery.topic()) {
            case "look" -> new Meaning(Meaning.Kind.LOOK, body, null);
            case "deleted" -> new Meaning(Meaning.Kind.DELETED, body, null);
            case "other" -> new Meaning(Meaning.Kind.NOTHING, "", null);
            default -> new Meaning(Meaning.Kind.ORDER, "", body);
        };
    }

    @Override
    public Duration grain(ConnectionId connection) {
        return Duration.ofSeconds(1);
    }
}
