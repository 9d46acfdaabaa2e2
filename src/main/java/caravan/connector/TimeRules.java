package caravan.connector;

import caravan.connector.Manifest.Orders;
import caravan.connector.Manifest.Setting;
import caravan.connector.Manifest.Topic;
import caravan.connector.Manifest.Webhooks;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a manifest about how changes are noticed: orders read by time, and webhooks. */
record TimeRules(@Nullable Orders orders, @Nullable Webhooks webhooks) {
    private static final Set<String> SIGNATURES = Set.of("hmac-sha256-base64", "hmac-sha256-hex");
    private static final Duration SECOND = Duration.ofSeconds(1);

    static TimeRules read(Section root, Braces braces, Set<String> mappings) {
        return new TimeRules(
                root.part("orders", "orders", TimeRules::orders).orElse(null),
                root.part("webhooks", "webhooks", section -> webhooks(section, braces, mappings))
                        .orElse(null));
    }

    private static Orders orders(Section section) {
        List<Map<String, String>> passes = section.parts("passes", "pass of orders", Section::values);
        Orders orders = new Orders(
                section.duration("grain", SECOND),
                section.duration("every", Duration.ofSeconds(30)),
                section.duration("overlap", Duration.ofMinutes(5)),
                section.duration("settle", Duration.ofMinutes(2)),
                format(section),
                section.flag("after-start", false),
                passes.isEmpty() ? List.of(Map.of()) : passes,
                section.flag("steady-pages", false),
                section.flag("absent-proves-gone", false),
                Math.toIntExact(section.number("most", 0, 0, 1_000_000)));
        if (orders.every().compareTo(SECOND) < 0) {
            section.wrong("every", "every of orders must be 1s or longer.");
        }
        section.end();
        return orders;
    }

    private static String format(Section section) {
        String pattern = section.text("time-format");
        try {
            return DateTimeFormatter.ofPattern(pattern).toString().isEmpty() ? "" : pattern;
        } catch (IllegalArgumentException broken) {
            section.wrong(
                    "time-format",
                    "time-format '" + pattern + "' must be a pattern of Java's DateTimeFormatter, such as"
                            + " uuuu-MM-dd'T'HH:mm:ss'Z'.");
            return "";
        }
    }

    private static Webhooks webhooks(Section section, Braces braces, Set<String> mappings) {
        Map<String, String> signature = section.part("signature", "signature", each -> signature(each, braces))
                .orElseGet(() -> {
                    section.wrong("webhooks have no signature. Add one.");
                    return Map.of();
                });
        Map<String, String> required = section.part("required", "required of webhooks", each -> {
                    Map<String, String> headers = each.values();
                    headers.forEach((header, value) -> braces.check(each, header, value, false));
                    return headers;
                })
                .orElse(Map.of());
        Map<String, Topic> topics = new LinkedHashMap<>();
        section.section(
                "topics", "topics", all -> all.each("topic", (name, each) -> topics.put(name, topic(each, mappings))));
        if (topics.isEmpty()) {
            section.wrong("webhooks have no topics. Add at least one.");
        }
        Map<String, String> ping = section.part("ping", "ping", TimeRules::ping).orElse(Map.of());
        Webhooks webhooks = new Webhooks(
                signature.getOrDefault("scheme", ""),
                signature.getOrDefault("header", ""),
                signature.getOrDefault("secret", ""),
                section.text("topic-header"),
                section.text("delivery-header"),
                required,
                ping.get("field"),
                Integer.parseInt(ping.getOrDefault("bytes", "0")),
                topics);
        section.end();
        return webhooks;
    }

    private static Map<String, String> signature(Section section, Braces braces) {
        String scheme = section.text("scheme");
        if (!scheme.isEmpty() && !SIGNATURES.contains(scheme)) {
            section.wrong(
                    "scheme",
                    "scheme '" + scheme + "' of signature is not known. Allowed: "
                            + String.join(", ", SIGNATURES.stream().sorted().toList()) + ".");
        }
        String secret = section.text("secret");
        Setting setting = braces.settings().get(secret);
        if (!secret.isEmpty() && (setting == null || setting.type() != Setting.Type.SECRET)) {
            section.wrong("secret", "secret '" + secret + "' of signature is no setting of type secret. Declare it.");
        }
        String header = section.text("header");
        section.end();
        return Map.of("scheme", scheme, "secret", secret, "header", header);
    }

    private static Map<String, String> ping(Section section) {
        Map<String, String> ping =
                Map.of("field", section.text("field"), "bytes", String.valueOf(section.number("bytes", 64, 1, 1024)));
        section.end();
        return ping;
    }

    private static Topic topic(Section section, Set<String> mappings) {
        Topic.Meaning means =
                section.constant("means", Topic.Meaning.class, true).orElse(Topic.Meaning.NOTHING);
        String mapping = null;
        String id = null;
        switch (means) {
            case ORDER -> mapping = mapping(section, mappings);
            case ORDER_LOOK, ORDER_DELETED, LISTING_LOOK -> {
                section.text("id");
                id = section.pointer("id");
            }
            case NOTHING -> {
                // Nothing is read from it.
            }
        }
        section.end();
        return new Topic(means, mapping, id);
    }

    private static String mapping(Section section, Set<String> mappings) {
        String mapping = section.text("mapping");
        if (!mapping.isEmpty() && !mappings.contains(mapping)) {
            section.wrong(
                    "mapping",
                    section.name() + " has no file 'mapping/" + mapping + ".jslt'. Add it, or name another.");
        }
        return mapping;
    }
}
