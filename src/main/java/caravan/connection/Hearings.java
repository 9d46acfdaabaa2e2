package caravan.connection;

import caravan.connection.ConnectionSnapshot.Known;
import caravan.connector.Manifest;
import caravan.intake.HookAddress;
import caravan.kernel.ConnectionId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How connections hear of what happens at their vendors. Answers from memory. */
@Component
public class Hearings {
    private final ConnectionSnapshot snapshot;
    private final Manifests manifests;
    private final SandboxFence fence;
    private final HookAddress addresses;

    Hearings(ConnectionSnapshot snapshot, Manifests manifests, SandboxFence fence, HookAddress addresses) {
        this.snapshot = snapshot;
        this.manifests = manifests;
        this.fence = fence;
        this.addresses = addresses;
    }

    /** How a connection hears; empty if its vendor sends no webhooks. */
    public Optional<Hearing> of(ConnectionId id) {
        return snapshot.find(id)
                .flatMap(known -> manifests
                        .find(known.connection().connector())
                        .map(Manifest::webhooks)
                        .map(webhooks -> hearing(known, webhooks)));
    }

    private Hearing hearing(Known known, Manifest.Webhooks webhooks) {
        Connection connection = known.connection();
        // In the sandbox nothing but pretend vendors goes live, and an address of this machine would lead others
        // nowhere.
        boolean pretended = fence.allowsLive(connection.connector(), connection.settings());
        return new Hearing(
                addresses.of(connection.id(), pretended).orElse(null),
                ConnectionHooks.canVerify(known, webhooks) ? null : webhooks.secret(),
                known.revision(),
                connection.mode() == Connection.Mode.LIVE);
    }
}
