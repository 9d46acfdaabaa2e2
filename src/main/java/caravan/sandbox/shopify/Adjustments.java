package caravan.sandbox.shopify;

import graphql.execution.directives.QueryAppliedDirective;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of stock by differences: all rows or none, and once per key. */
final class Adjustments {
    static final int MOST = 250;
    private static final Set<String> REASONS = Set.of(
            "correction",
            "cycle_count_available",
            "damaged",
            "movement_created",
            "movement_updated",
            "movement_received",
            "movement_canceled",
            "other",
            "promotion",
            "quality_control",
            "received",
            "reservation_created",
            "reservation_deleted",
            "reservation_updated",
            "restock",
            "safety_stock",
            "shrinkage");

    /**
     * What was asked under a key, and what was answered.
     *
     * @param done when whoever repeats it may have the answer
     */
    private record Remembered(Map<String, Object> input, Map<String, @Nullable Object> answer, Instant done) {}

    private final Shop shop;
    private final Catalogue catalogue;
    private final CatalogueView things;
    private final Map<String, Remembered> keys = new HashMap<>();

    Adjustments(Shop shop, Catalogue catalogue) {
        this.shop = shop;
        this.catalogue = catalogue;
        this.things = new CatalogueView(catalogue);
    }

    static GraphQlRefusal tooMany(int size) {
        return new GraphQlRefusal(
                "MAX_INPUT_SIZE_EXCEEDED",
                "The input array size of " + size + " is greater than the maximum allowed of " + MOST + ".");
    }

    Object adjust(DataFetchingEnvironment asked) {
        String key = key(asked);
        Map<String, Object> input = asked.getArgumentOrDefault("input", Map.of());
        List<Map<String, Object>> rows = rows(input);
        if (rows.size() > MOST) {
            throw tooMany(rows.size());
        }
        for (Map<String, Object> row : rows) {
            if (!row.containsKey("changeFromQuantity")) {
                throw new GraphQlRefusal(
                        "INVALID_FIELD_ARGUMENTS",
                        "InventoryChangeInput must include the changeFromQuantity argument; null skips the check.");
            }
        }
        Remembered before = keys.get(key);
        if (before != null) {
            return repeated(before, input);
        }
        List<Map<String, Object>> errors = errors(input, rows);
        Map<String, @Nullable Object> answer = errors.isEmpty() ? done(input, rows) : refused(errors);
        keys.put(
                key,
                new Remembered(
                        input,
                        answer,
                        shop.clock.now().plus(shop.settings.delays().keys())));
        return answer;
    }

    private Object repeated(Remembered before, Map<String, Object> input) {
        if (!before.input().equals(input)) {
            return refused(List.of(error(
                    "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                    "The same idempotency key cannot be used with different parameters.")));
        }
        return shop.clock.now().isBefore(before.done())
                ? refused(List.of(error(
                        "IDEMPOTENCY_CONCURRENT_REQUEST", "This request is currently in progress, please try again.")))
                : before.answer();
    }

    private static String key(DataFetchingEnvironment asked) {
        List<QueryAppliedDirective> given = asked.getQueryDirectives().getImmediateAppliedDirective("idempotent");
        if (given.isEmpty()) {
            throw new GraphQlRefusal(
                    "BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided.");
        }
        String key = given.get(0).getArgument("key").getValue();
        if (key == null || key.isBlank()) {
            throw new GraphQlRefusal("BAD_REQUEST", "The idempotency key must not be blank.");
        }
        return key;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> input) {
        return (List<Map<String, Object>>) input.getOrDefault("changes", List.of());
    }

    private List<Map<String, Object>> errors(Map<String, Object> input, List<Map<String, Object>> rows) {
        List<Map<String, Object>> errors = new ArrayList<>();
        if (!"available".equals(input.get("name"))) {
            errors.add(error("INVALID_QUANTITY_NAME", "This pretend store adjusts 'available' only.", "name"));
        }
        if (!REASONS.contains(String.valueOf(input.get("reason")))) {
            errors.add(error("INVALID_REASON", "The specified reason is invalid.", "reason"));
        }
        Set<Level> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            rowError(rows.get(i), String.valueOf(i), seen).ifPresent(errors::add);
        }
        return errors;
    }

    private Optional<Map<String, Object>> rowError(Map<String, Object> row, String index, Set<Level> seen) {
        Variant variant = variant(row);
        if (variant == null) {
            return problem(
                    "INVALID_INVENTORY_ITEM",
                    "The specified inventory item could not be found.",
                    index,
                    "inventoryItemId");
        }
        Level level = level(row, variant);
        if (level == null) {
            return problem(
                    "INVALID_LOCATION", "The inventory item is not stocked at the location.", index, "locationId");
        }
        if (!variant.tracked) {
            return problem(
                    "NON_MUTABLE_INVENTORY_ITEM", "The inventory item is not tracked.", index, "inventoryItemId");
        }
        if (row.get("ledgerDocumentUri") != null) {
            return problem(
                    "INVALID_AVAILABLE_DOCUMENT",
                    "A ledger document URI is not allowed when adjusting available.",
                    index,
                    "ledgerDocumentUri");
        }
        if (!seen.add(level)) {
            return problem("ADJUST_QUANTITIES_FAILED", "The inventory item and location pair is there twice.", index);
        }
        Object expected = row.get("changeFromQuantity");
        return expected == null || expected.equals(level.available)
                ? Optional.empty()
                : problem(
                        "CHANGE_FROM_QUANTITY_STALE",
                        "The changeFromQuantity does not match the current quantity.",
                        index);
    }

    private static Optional<Map<String, Object>> problem(String code, String message, String... place) {
        List<String> field = new ArrayList<>(List.of("changes"));
        field.addAll(List.of(place));
        return Optional.of(error(code, message, field.toArray(String[]::new)));
    }

    private static Map<String, Object> error(String code, String message, String... place) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("__typename", "InventoryAdjustQuantitiesUserError");
        error.put("code", code);
        error.put("message", message);
        if (place.length > 0) {
            List<String> field = new ArrayList<>(List.of("input"));
            field.addAll(List.of(place));
            error.put("field", field);
        }
        return error;
    }

    private static Map<String, @Nullable Object> refused(List<Map<String, Object>> errors) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("inventoryAdjustmentGroup", null);
        answer.put("userErrors", errors);
        return answer;
    }

    private Map<String, @Nullable Object> done(Map<String, Object> input, List<Map<String, Object>> rows) {
        Event event = Event.now(shop);
        List<Map<String, Object>> changes = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Variant variant = variant(row);
            Level level = variant == null ? null : level(row, variant);
            if (level != null && row.get("delta") instanceof Integer delta) {
                catalogue.move(level, delta, 0, event);
                changes.add(change(level, "available", delta, level.available));
                changes.add(change(level, "on_hand", delta, level.available + level.committed));
            }
        }
        Map<String, Object> group = new LinkedHashMap<>(input);
        group.put("__typename", "InventoryAdjustmentGroup");
        group.put("id", Shop.gid("InventoryAdjustmentGroup", shop.nextId()));
        group.put("createdAt", Shop.utc(event.at()));
        group.put("changes", changes);
        Map<String, @Nullable Object> answer = refused(List.of());
        answer.put("inventoryAdjustmentGroup", group);
        return answer;
    }

    private Map<String, Object> change(Level level, String name, int delta, int after) {
        return Map.of(
                "name",
                name,
                "delta",
                delta,
                "quantityAfterChange",
                after,
                "item",
                things.item(level.variant),
                "location",
                things.location(level.location));
    }

    private @Nullable Variant variant(Map<String, Object> row) {
        return catalogue
                .item(Shop.idIn(String.valueOf(row.get("inventoryItemId")), "InventoryItem"))
                .orElse(null);
    }

    private static @Nullable Level level(Map<String, Object> row, Variant variant) {
        return variant.levels.get(Shop.idIn(String.valueOf(row.get("locationId")), "Location"));
    }
}
