package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stock and products over REST. */
final class StockRest {
    private final Shop shop;
    private final Catalogue catalogue;

    StockRest(Shop shop, Catalogue catalogue) {
        this.shop = shop;
        this.catalogue = catalogue;
    }

    TwinAnswer levels(TwinRequest request) {
        RestQuery query =
                new RestQuery(request, Set.of("inventory_item_ids", "location_ids", "limit", "updated_at_min"));
        List<Long> items = query.ids("inventory_item_ids");
        List<Long> locations = query.ids("location_ids");
        if (items.isEmpty() && locations.isEmpty()) {
            throw new RestError(422, "Required parameter missing or invalid: inventory_item_ids or location_ids");
        }
        Instant since = query.moment("updated_at_min");
        ArrayNode list = Json.array();
        catalogue.variants().stream()
                .filter(variant -> items.isEmpty() || items.contains(variant.itemId))
                .flatMap(variant -> variant.levels.values().stream())
                .filter(level -> locations.isEmpty() || locations.contains(level.location.id()))
                .filter(level -> since == null || !level.updated.isBefore(since))
                .limit(query.limit())
                .forEach(level -> list.add(CatalogueJson.level(shop, level)));
        return RestApi.many("inventory_levels", list);
    }

    TwinAnswer adjust(ObjectNode body) {
        for (String name : List.of("location_id", "inventory_item_id", "available_adjustment")) {
            if (!body.path(name).isIntegralNumber()) {
                throw RestError.bad(name, "Required parameter missing or invalid");
            }
        }
        Variant variant =
                catalogue.item(body.path("inventory_item_id").longValue()).orElseThrow(RestError::notFound);
        Level level = variant.levels.get(body.path("location_id").longValue());
        if (level == null) {
            throw RestError.notFound();
        }
        if (!variant.tracked) {
            throw new RestError(422, "Inventory item does not have inventory tracking enabled");
        }
        catalogue.move(level, body.path("available_adjustment").intValue(), 0, Event.now(shop));
        return RestApi.one("inventory_level", CatalogueJson.level(shop, level));
    }

    TwinAnswer products(TwinRequest request) {
        RestQuery query = new RestQuery(request, Set.of("limit", "since_id", "fields"));
        long since = query.ids("since_id").stream().findFirst().orElse(0L);
        ArrayNode list = Json.array();
        catalogue.products().stream()
                .filter(product -> product.id > since)
                .sorted(Comparator.comparing(product -> product.id))
                .limit(query.limit())
                .forEach(product -> list.add(only(query.text("fields", ""), CatalogueJson.product(shop, product))));
        return RestApi.many("products", list);
    }

    private static ObjectNode only(String fields, ObjectNode product) {
        return fields.isEmpty() ? product : product.retain(List.of(fields.split(",")));
    }

    TwinAnswer product(long id) {
        return RestApi.one("product", CatalogueJson.product(shop, require(id)));
    }

    TwinAnswer variants(long id) {
        ArrayNode list = Json.array();
        require(id).variants.forEach(variant -> list.add(CatalogueJson.variant(shop, variant)));
        return RestApi.many("variants", list);
    }

    TwinAnswer variant(long id) {
        return catalogue.variants().stream()
                .filter(variant -> variant.id == id)
                .findFirst()
                .map(variant -> RestApi.one("variant", CatalogueJson.variant(shop, variant)))
                .orElseThrow(RestError::notFound);
    }

    private Product require(long id) {
        return catalogue.products().stream()
                .filter(product -> product.id == id)
                .findFirst()
                .orElseThrow(RestError::notFound);
    }
}
