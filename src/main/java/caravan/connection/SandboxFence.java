package caravan.connection;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** In the profile sandbox only connections to this hub's own pretend vendors go live. */
@Component
class SandboxFence {
    private static final String PATH = "/sandbox/";

    private final Environment environment;
    private final Manifests manifests;

    SandboxFence(Environment environment, Manifests manifests) {
        this.environment = environment;
        this.manifests = manifests;
    }

    boolean isSandbox() {
        return environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    /** Whether a connection may write to its vendor here. */
    boolean allowsLive(String connector, Map<String, String> settings) {
        return !isSandbox() || origin(connector, settings).filter(this::isOwn).isPresent();
    }

    private Optional<URI> origin(String connector, Map<String, String> settings) {
        try {
            return manifests
                    .find(connector)
                    .map(manifest -> URI.create(manifest.origin(Manifests.filled(manifest, settings))));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private boolean isOwn(URI origin) {
        String host = String.valueOf(origin.getHost());
        // A path with dots could lead out of the sandbox.
        return host.matches("localhost|127\\.0\\.0\\.1|\\[::1\\]")
                && origin.getPort() == port()
                && origin.getRawPath().startsWith(PATH)
                && !origin.getRawPath().contains("..");
    }

    /** The port this hub really listens on; known once it does. */
    private int port() {
        return environment.getProperty(
                "local.server.port", Integer.class, environment.getProperty("server.port", Integer.class, 8080));
    }
}
