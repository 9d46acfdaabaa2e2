package caravan.intake;

import caravan.kernel.ConnectionId;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Where vendors send their webhooks. */
@Component
public class HookAddress {
    private final HookSettings settings;
    private final Environment environment;

    HookAddress(HookSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * The address for one connection; empty if its vendor cannot reach this hub.
     *
     * @param pretended whether its vendor is a pretend one in this very process, which finds it without a public address
     */
    public Optional<String> of(ConnectionId connection, boolean pretended) {
        return origin(pretended).map(origin -> origin + "/hooks/" + connection);
    }

    private Optional<String> origin(boolean pretended) {
        if (!settings.publicUrl().isEmpty()) {
            return Optional.of(settings.publicUrl());
        }
        return pretended && environment.acceptsProfiles(Profiles.of("sandbox"))
                ? Optional.ofNullable(environment.getProperty("local.server.port"))
                        .map(port -> "http://localhost:" + port)
                : Optional.empty();
    }
}
