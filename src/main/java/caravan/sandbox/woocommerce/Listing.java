package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** One page of a list: window of time, order, page, and the headers that tell about the rest. */
final class Listing<T extends Post> {
    static final Set<String> PARAMETERS = Set.of(
            "page",
            "per_page",
            "offset",
            "order",
            "orderby",
            "include",
            "exclude",
            "after",
            "before",
            "modified_after",
            "modified_before",
            "dates_are_gmt",
            "context",
            "dp");
    private static final List<String> ORDERS = List.of("date", "id", "include", "title", "slug", "modified");

    private final Site site;
    private final TwinRequest request;
    private final Parameters parameters;

    Listing(Site site, TwinRequest request, Parameters parameters) {
        this.site = site;
        this.request = request;
        this.parameters = parameters;
    }

    static Set<String> and(String... more) {
        return java.util.stream.Stream.concat(PARAMETERS.stream(), java.util.Arrays.stream(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Answers the page that was asked for. All parameters of the query are judged here. */
    TwinAnswer page(Collection<T> all, Predicate<T> filter, Function<T, JsonNode> shown) {
        int page = parameters.integer("page", 1, 1, Integer.MAX_VALUE);
        int size = parameters.integer("per_page", 10, 1, 100);
        int offset = parameters.integer("offset", -1, 0, Integer.MAX_VALUE);
        boolean ascending =
                parameters.choice("order", "desc", List.of("asc", "desc")).equals("asc");
        String by = parameters.choice("orderby", "date", ORDERS);
        parameters.choice("context", "view", List.of("view", "edit"));
        parameters.integer("dp", 2, 2, 2);
        Predicate<T> window = window();
        List<Long> include = parameters.ids("include");
        List<Long> exclude = parameters.ids("exclude");
        parameters.check();
        Comparator<T> comparator =
                by.equals("include") ? Comparator.comparing(post -> include.indexOf(post.id)) : by(by);
        List<T> found = all.stream()
                .filter(post -> include.isEmpty() || include.contains(post.id))
                .filter(post -> !exclude.contains(post.id))
                .filter(window)
                .filter(filter)
                .sorted(ascending || by.equals("include") ? comparator : comparator.reversed())
                .toList();
        ArrayNode list = WpJson.array();
        found.stream()
                .skip(offset >= 0 ? offset : (page - 1L) * size)
                .limit(size)
                .forEach(post -> list.add(shown.apply(post)));
        return new TwinAnswer(200, headers(found.size(), page, size), WpJson.write(list));
    }

    private Predicate<T> window() {
        ZoneId zone = parameters.flag("dates_are_gmt") ? ZoneOffset.UTC : site.zone();
        Instant after = moment("after", zone);
        Instant before = moment("before", zone);
        Instant modifiedAfter = moment("modified_after", zone);
        Instant modifiedBefore = moment("modified_before", zone);
        return post -> within(post.created, after, before) && within(post.modified, modifiedAfter, modifiedBefore);
    }

    private @Nullable Instant moment(String name, ZoneId zone) {
        LocalDateTime date = parameters.date(name);
        return date == null ? null : date.atZone(zone).toInstant();
    }

    /** Neither end is inside, and nothing finer than a second is seen. */
    private static boolean within(Instant moment, @Nullable Instant after, @Nullable Instant before) {
        Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
        return (after == null || second.isAfter(after)) && (before == null || second.isBefore(before));
    }

    private Comparator<T> by(String what) {
        Comparator<T> id = Comparator.comparing(post -> post.id);
        return switch (what) {
            case "modified" -> Comparator.comparing((T post) -> post.modified).thenComparing(id);
            case "date" -> Comparator.comparing((T post) -> post.created).thenComparing(id);
            case "title", "slug" ->
                Comparator.comparing((T post) -> post.title()).thenComparing(id);
            default -> id;
        };
    }

    private Map<String, String> headers(int total, int page, int size) {
        int pages = (total + size - 1) / size;
        List<String> links = new ArrayList<>();
        links.add("<" + site.url() + "/wp-json/>; rel=\"https://api.w.org/\"");
        if (page > 1) {
            links.add(link(Math.min(page - 1, Math.max(pages, 1)), "prev"));
        }
        if (page < pages) {
            links.add(link(page + 1, "next"));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", WpJson.TYPE);
        headers.put("X-WP-Total", String.valueOf(total));
        headers.put("X-WP-TotalPages", String.valueOf(pages));
        headers.put("Link", String.join(", ", links));
        headers.put("Allow", "GET, POST");
        return headers;
    }

    private String link(int page, String rel) {
        String query = request.parameters().stream()
                .filter(parameter -> !parameter.name().equals("page"))
                .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()) + "&")
                .collect(Collectors.joining());
        return "<" + site.url() + request.path() + "?" + query + "page=" + page + ">; rel=\"" + rel + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
