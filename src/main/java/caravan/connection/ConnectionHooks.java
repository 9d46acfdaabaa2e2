package caravan.connection;

import caravan.connection.Connection.Pause;
import caravan.connection.ConnectionSnapshot.Known;
import caravan.connector.Manifest;
import caravan.connector.Manifest.Webhooks;
import caravan.intake.Hook;
import caravan.intake.HookSource;
import caravan.intake.SignatureScheme;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Which webhooks connections take in, by their connectors' manifests. A connection that a person or a fault paused takes
 * them in too; they wait as looks and orders.
 */
@Component
class ConnectionHooks implements HookSource {
    private final ConnectionSnapshot snapshot;
    private final Manifests manifests;

    ConnectionHooks(ConnectionSnapshot snapshot, Manifests manifests) {
        this.snapshot = snapshot;
        this.manifests = manifests;
    }

    @Override
    public List<Hook> load() {
        return snapshot.all().stream().flatMap(known -> hook(known).stream()).toList();
    }

    @Override
    public Optional<Hook> load(ConnectionId connection) {
        return snapshot.findFresh(connection).flatMap(this::hook);
    }

    private Optional<Hook> hook(Known known) {
        Pause pause = known.connection().pause();
        if (pause != null && pause.by() == Pause.By.FILE) {
            return Optional.empty();
        }
        return manifests
                .find(known.connection().connector())
                .filter(manifest -> manifest.webhooks() != null)
                .flatMap(manifest -> hook(known, manifest, Objects.requireNonNull(manifest.webhooks())));
    }

    private static Optional<Hook> hook(Known known, Manifest manifest, Webhooks webhooks) {
        List<String> secrets = Stream.of(webhooks.secret(), ConnectionSecrets.previous(webhooks.secret()))
                .map(known.secrets()::get)
                .filter(Objects::nonNull)
                .map(Secret::reveal)
                .toList();
        if (!canVerify(known, webhooks)) {
            return Optional.empty();
        }
        Map<String, String> settings =
                Manifests.filled(manifest, known.connection().settings());
        Map<String, String> required = new HashMap<>();
        webhooks.required().forEach((header, value) -> required.put(header, Manifest.fill(value, settings)));
        return scheme(webhooks.scheme())
                .map(scheme -> new Hook(
                        known.connection().id(),
                        scheme,
                        webhooks.signatureHeader(),
                        webhooks.topicHeader(),
                        webhooks.deliveryHeader(),
                        Map.copyOf(required),
                        webhooks.pingField() == null ? null : new Hook.Ping(webhooks.pingField(), webhooks.pingBytes()),
                        secrets));
    }

    /** Without the present secret nothing is genuine, whatever the one before it says. */
    static boolean canVerify(Known known, Webhooks webhooks) {
        return known.secrets().containsKey(webhooks.secret());
    }

    private static Optional<SignatureScheme> scheme(String name) {
        String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(SignatureScheme.values())
                .filter(scheme -> scheme.name().equals(constant))
                .findFirst();
    }
}
