package caravan.intake;

import caravan.kernel.ConnectionId;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Where vendors send their webhooks. The pretend ones live in this process and always find it. */
@Component
public class HookAddress {
    private final HookSettings settings;
    private final Environment environment;

    HookAddress(HookSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** The address for one connection; empty if vendors cannot reach this hub. */
    public Optional<String> of(ConnectionId connection) {
        return origin().map(origin -> origin + "/hooks/" + connection);
    }

    private Optional<String> origin() {
        if (!settings.publicUrl().isEmpty()) {
            return Optional.of(settings.publicUrl());
        }
        return environment.acceptsProfiles(Profiles.of("sandbox"))
                ? Optional.ofNullable(environment.getProperty("local.server.port"))
                        .map(port -> "http://localhost:" + port)
                : Optional.empty();
    }
}
