package caravan.connection;

import caravan.connector.VendorAccount;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.security.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to be made, in shadow mode.
 *
 * @param settings by the manifest's names, secrets not among them
 * @param secrets by the manifest's names
 * @param locations which of the hub's locations feed each location of the channel
 * @param poll how often orders are polled; null as the connector says
 * @param autoLive whether listings go live without a person having seen the preview
 * @param drift what happens to differences of its figures that no order explains
 */
public record NewConnection(
        ConnectionId id,
        String connector,
        String title,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        VendorAccount.Network network,
        Map<String, List<String>> locations,
        @Nullable Duration poll,
        boolean autoLive,
        DriftPolicy drift) {

    /** Keeps its own copies. */
    public NewConnection {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
        locations = Map.copyOf(locations);
    }

    /** A connection to be made whose channel is brought back to what the hub wants. */
    public NewConnection(
            ConnectionId id,
            String connector,
            String title,
            Map<String, String> settings,
            Map<String, Secret> secrets,
            VendorAccount.Network network,
            Map<String, List<String>> locations,
            @Nullable Duration poll,
            boolean autoLive) {
        this(id, connector, title, settings, secrets, network, locations, poll, autoLive, DriftPolicy.HUB);
    }
}
