package caravan.connector;

import caravan.connector.Limits.Bucket;
import caravan.connector.Limits.Figures;
import caravan.connector.Manifest.Auth;
import caravan.connector.Manifest.ErrorPlace;
import caravan.connector.Manifest.FaultRule;
import caravan.connector.Manifest.Paging;
import caravan.connector.Manifest.Timeouts;
import caravan.kernel.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The part of a manifest about calls: where they go, how they prove who they are, and what answers mean. */
record CallRules(
        String origin,
        List<Auth> auth,
        Limits limits,
        Timeouts timeouts,
        List<FaultRule> faults,
        ErrorPlace error,
        Map<String, Paging> paging) {
    private static final Limits GENTLE = new Limits(2, null, null);
    private static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(15));
    private static final Pattern STATUS = Pattern.compile("[1-5](xx|[0-9]{2})");

    static CallRules read(Section root, Braces braces) {
        String origin = root.text("origin");
        braces.check(root, "origin", origin, false);
        if (!origin.isEmpty() && !origin.matches("(https?://|\\{[a-z0-9-]+}).*")) {
            root.wrong(
                    "origin", "origin '" + origin + "' must begin with https:// or a setting of type url in braces.");
        }
        List<Auth> auth = root.parts("auth", "auth", section -> auth(section, braces));
        Map<String, Paging> paging = new LinkedHashMap<>();
        root.section(
                "paging", "paging", all -> all.each("paging", (name, section) -> paging.put(name, paging(section))));
        return new CallRules(
                origin,
                auth.isEmpty() ? List.of(new Auth(Auth.Scheme.NONE, Manifest.Condition.ALWAYS, Map.of())) : auth,
                root.part("limits", "limits", CallRules::limits).orElse(GENTLE),
                root.part("timeouts", "timeouts", CallRules::timeouts).orElse(USUAL),
                root.parts("faults", "fault rule", CallRules::fault),
                root.part("error", "error", CallRules::error).orElse(new ErrorPlace(null, null, null)),
                paging);
    }

    private static Auth auth(Section section, Braces braces) {
        Auth.Scheme scheme = section.constant("scheme", Auth.Scheme.class, true).orElse(Auth.Scheme.NONE);
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : needed(scheme)) {
            values.put(name, section.text(name));
        }
        for (String name : possible(scheme)) {
            String value = section.find(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        values.forEach((name, value) -> braces.check(section, name, value, true));
        Auth auth = new Auth(scheme, braces.condition(section), values);
        section.end();
        return auth;
    }

    private static Set<String> needed(Auth.Scheme scheme) {
        return switch (scheme) {
            case NONE -> Set.of();
            case STATIC_HEADER -> Set.of("header", "value");
            case BASIC -> Set.of("username", "password");
            case OAUTH2_CLIENT_CREDENTIALS -> Set.of("token-path", "client-id", "client-secret");
            case OAUTH1 -> Set.of("consumer-key", "consumer-secret");
        };
    }

    private static Set<String> possible(Auth.Scheme scheme) {
        return scheme == Auth.Scheme.OAUTH2_CLIENT_CREDENTIALS ? Set.of("header", "prefix") : Set.of();
    }

    private static Limits limits(Section section) {
        Limits limits = new Limits(
                Math.toIntExact(section.number("parallel", GENTLE.parallel(), 1, 64)),
                section.part("requests", "requests of limits", requests -> bucket(requests, false))
                        .orElse(null),
                section.part("cost", "cost of limits", cost -> bucket(cost, true))
                        .orElse(null));
        section.end();
        return limits;
    }

    private static Bucket bucket(Section section, boolean ofCost) {
        section.text("size");
        section.text("restore");
        Bucket bucket = new Bucket(
                section.number("size", 1, 1, 1_000_000),
                section.number("restore", 1, 1, 1_000_000),
                section.duration("per", Duration.ofSeconds(1)),
                section.find("path", CallRules::isExpression, "a regular expression"),
                ofCost ? null : section.find("header"),
                ofCost
                        ? section.part("figures", "figures of cost", CallRules::figures)
                                .orElse(null)
                        : null);
        if (bucket.per().isZero()) {
            section.wrong("per", "per of " + section.name() + " must be longer than nothing.");
        }
        section.end();
        return bucket;
    }

    private static Figures figures(Section section) {
        Figures figures = new Figures(
                place(section, "requested"),
                place(section, "actual"),
                place(section, "size"),
                place(section, "left"),
                place(section, "restore"));
        section.end();
        return figures;
    }

    /** A pointer that has to be there. */
    private static String place(Section section, String key) {
        section.text(key);
        String pointer = section.pointer(key);
        return pointer == null ? "" : pointer;
    }

    private static Timeouts timeouts(Section section) {
        Timeouts timeouts =
                new Timeouts(section.duration("connect", USUAL.connect()), section.duration("answer", USUAL.answer()));
        if (timeouts.connect().isZero() || timeouts.answer().isZero()) {
            section.wrong("a time-out must be longer than nothing.");
        }
        section.end();
        return timeouts;
    }

    private static FaultRule fault(Section section) {
        List<String> statuses = section.texts("status");
        statuses.stream()
                .filter(status -> !STATUS.matcher(status).matches())
                .forEach(status ->
                        section.wrong("status", "status '" + status + "' must be an HTTP status such as 404 or 5xx."));
        String code = section.find("code", CallRules::isExpression, "a regular expression");
        if (statuses.isEmpty() && code == null) {
            section.wrong("a fault rule needs status or code. Add one of them.");
        }
        FaultRule rule = new FaultRule(
                statuses,
                code,
                section.constant("fault", Fault.class, true).orElse(Fault.DEFECT),
                section.duration("leave", Duration.ZERO));
        section.end();
        return rule;
    }

    private static boolean isExpression(String text) {
        try {
            return !Pattern.compile(text).pattern().isEmpty();
        } catch (PatternSyntaxException broken) {
            return false;
        }
    }

    private static ErrorPlace error(Section section) {
        ErrorPlace place = new ErrorPlace(section.pointer("list"), section.pointer("code"), section.pointer("message"));
        section.end();
        return place;
    }

    private static Paging paging(Section section) {
        Paging.Style style = section.constant("style", Paging.Style.class, true).orElse(Paging.Style.LINK);
        Paging paging = new Paging(
                style,
                section.find("parameter"),
                section.find("total"),
                section.pointer("cursor"),
                section.pointer("more"));
        switch (style) {
            case PAGE_NUMBER, LINK -> section.text("parameter");
            case CURSOR -> section.text("cursor");
        }
        section.end();
        return paging;
    }
}
