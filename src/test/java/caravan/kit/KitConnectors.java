package caravan.kit;

import caravan.connector.Connectors;
import caravan.connector.Limits;
import caravan.connector.Manifest;
import caravan.connector.Manifest.Condition;
import caravan.connector.Manifest.Setting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/** A connector named {@code kit} with a setting of each type, beside those that have folders. */
@Component
@Fallback
public final class KitConnectors implements Connectors {
    public static final String NAME = "kit";

    private static final Manifest KIT = manifest();

    @Override
    public List<Manifest> all() {
        return List.of(KIT);
    }

    @Override
    public Optional<Manifest> find(String connector) {
        return connector.equals(NAME) ? Optional.of(KIT) : Optional.empty();
    }

    @Override
    public Map<String, String> hashes() {
        return Map.of(NAME, NAME);
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    private static Manifest manifest() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("shop-url", setting(Setting.Type.URL, "https://shop.example", null, false));
        settings.put("api-token", setting(Setting.Type.SECRET, null, null, false));
        settings.put("webhook-secret", setting(Setting.Type.SECRET, null, null, true));
        settings.put(
                "shop-name",
                new Setting(
                        "Which of its shops is meant.", Setting.Type.TEXT, null, "main", false, null, List.of(), true));
        settings.put("page-size", setting(Setting.Type.NUMBER, "50", null, true));
        settings.put("with-drafts", setting(Setting.Type.SWITCH, null, null, true));
        settings.put(
                "api",
                new Setting(
                        "Which interface is used.",
                        Setting.Type.CHOICE,
                        null,
                        "new",
                        false,
                        null,
                        List.of("new", "old"),
                        false));
        return new Manifest(
                NAME,
                "Kit",
                Manifest.Kind.STOREFRONT,
                "Kit API, version 1",
                List.of(),
                settings,
                "{shop-url}",
                List.of(new Manifest.Auth(Manifest.Auth.Scheme.NONE, Condition.ALWAYS, Map.of())),
                new Limits(2, null, null),
                new Manifest.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(15)),
                null,
                List.of(),
                new Manifest.ErrorPlace(null, null, null),
                null,
                Map.of(),
                null,
                new Manifest.Webhooks(
                        "hmac-sha256-base64",
                        "X-Kit-Signature",
                        "webhook-secret",
                        "X-Kit-Topic",
                        "X-Kit-Delivery",
                        Map.of("X-Kit-Shop", "{shop-name}"),
                        "webhook_id",
                        64,
                        Map.of()),
                List.of());
    }

    private static Setting setting(
            Setting.Type type, @Nullable String example, @Nullable String initial, boolean optional) {
        return new Setting("Something of type " + type + ".", type, example, initial, optional, null, List.of(), false);
    }
}
