package caravan.sandbox.shopify;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of things, found again by where the last one stood and not by counting. */
final class Pages {
    /** Where a thing stands among its like. */
    static final String KEY = "_key";

    /** In a query's context: how many things the pages of one connection bring. */
    static final String DEEPEST = "caravan.deepest";

    private static final int MOST = 250;

    private Pages() {}

    static String key(long number) {
        return String.format("%020d", number);
    }

    static Map<String, Object> of(List<Map<String, Object>> all, DataFetchingEnvironment asked) {
        Integer first = asked.getArgument("first");
        if (first == null) {
            throw new GraphQlRefusal("BAD_USER_INPUT", "you must provide one of first or last");
        }
        if (first < 0 || first > MOST) {
            throw new GraphQlRefusal("BAD_USER_INPUT", "first cannot exceed " + MOST);
        }
        boolean falling = Boolean.TRUE.equals(asked.getArgument("reverse"));
        Comparator<Map<String, Object>> rising = Comparator.comparing(Pages::key);
        List<Map<String, Object>> rest = new ArrayList<>(all);
        rest.sort(falling ? rising.reversed() : rising);
        int before = rest.size();
        String after = asked.getArgument("after");
        if (after != null) {
            String key = opened(after);
            rest.removeIf(
                    node -> falling ? key(node).compareTo(key) >= 0 : key(node).compareTo(key) <= 0);
        }
        List<Map<String, Object>> nodes = rest.subList(0, Math.min(first, rest.size()));
        int deepest = asked.getGraphQlContext().get(DEEPEST);
        if (before - rest.size() + nodes.size() > deepest) {
            throw new GraphQlRefusal(
                    "BAD_USER_INPUT", "At most " + deepest + " objects can be paged in one connection.");
        }
        return connection(nodes, rest.size() > nodes.size(), rest.size() < before);
    }

    private static Map<String, Object> connection(List<Map<String, Object>> nodes, boolean more, boolean earlier) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("hasNextPage", more);
        info.put("hasPreviousPage", earlier);
        if (!nodes.isEmpty()) {
            info.put("startCursor", cursor(nodes.get(0)));
            info.put("endCursor", cursor(nodes.get(nodes.size() - 1)));
        }
        List<Map<String, Object>> edges = nodes.stream()
                .map(node -> Map.<String, Object>of("cursor", cursor(node), "node", node))
                .toList();
        return Map.of("nodes", nodes, "edges", edges, "pageInfo", info);
    }

    private static String key(Map<String, Object> node) {
        return String.valueOf(node.get(KEY));
    }

    private static String cursor(Map<String, Object> node) {
        return Base64.getEncoder().encodeToString(key(node).getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(String cursor) {
        try {
            return new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbled) {
            throw new GraphQlRefusal("BAD_USER_INPUT", "Invalid cursor for current pagination sort.");
        }
    }
}
