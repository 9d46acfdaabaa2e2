package caravan.sandbox.shopify;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Parcels as REST and webhooks write them. */
final class FulfillmentJson {
    private final Shop shop;
    private final Location from;
    private final LineJson lines;

    FulfillmentJson(Shop shop, Location from, LineJson lines) {
        this.shop = shop;
        this.from = from;
        this.lines = lines;
    }

    ObjectNode fulfillment(Order order, Fulfillment parcel) {
        ObjectNode node = Json.object().put("id", parcel.id());
        node.put("admin_graphql_api_id", Shop.gid("Fulfillment", parcel.id())).put("order_id", order.id);
        node.put("name", parcel.name(order)).put("status", "success").put("service", "manual");
        node.put("created_at", shop.local(parcel.at())).put("updated_at", shop.local(parcel.at()));
        node.put("location_id", from.id()).putNull("shipment_status").putNull("origin_address");
        node.put("tracking_company", Fulfillment.CARRIER);
        node.put("tracking_number", parcel.tracking()).put("tracking_url", parcel.trackingUrl());
        node.putArray("tracking_numbers").add(parcel.tracking());
        node.putArray("tracking_urls").add(parcel.trackingUrl());
        node.putObject("receipt");
        ArrayNode parts = node.putArray("line_items");
        // A line as in the order, but the quantity is what this parcel holds.
        parcel.parts().forEach(part -> parts.add(lines.line(order, part.of()).put("quantity", part.quantity())));
        return node;
    }
}
