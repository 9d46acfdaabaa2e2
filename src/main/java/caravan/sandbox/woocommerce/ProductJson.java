package caravan.sandbox.woocommerce;

import caravan.sandbox.SampleCatalogue;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Products and variations as the shop writes them, field by field as version 11.0.1 was seen to. */
final class ProductJson {
    private static final String ATTRIBUTE = SampleCatalogue.ATTRIBUTE;
    private static final String ATTRIBUTE_SLUG = "pa_" + ATTRIBUTE.toLowerCase(Locale.ROOT);

    private final Site site;

    ProductJson(Site site) {
        this.site = site;
    }

    /** A product; a variation too, where it is found among products. */
    ObjectNode product(Product product, boolean edit) {
        ObjectNode node = WpJson.object().put("id", product.id);
        node.put("name", product.isVariation() ? product.soldAs() : product.name);
        node.put("slug", Product.slug(product.soldAs())).put("permalink", permalink(product));
        site.date(node, "date_created", product.created);
        site.date(node, "date_modified", product.modified);
        node.put("type", product.type).put("status", product.status).put("featured", false);
        node.put("catalog_visibility", "visible").put("description", "").put("short_description", "");
        node.put("sku", product.sku);
        prices(node, product);
        node.put("purchasable", true).put("total_sales", product.sold);
        delivered(node);
        node.put("external_url", "").put("button_text", "");
        node.put("tax_status", "taxable").put("tax_class", "");
        stock(node, product, false);
        node.put("sold_individually", false);
        size(node).put("shipping_required", true).put("shipping_taxable", true);
        node.put("shipping_class", "").put("shipping_class_id", 0).put("reviews_allowed", !product.isVariation());
        node.put("average_rating", edit ? "0" : "0.00").put("rating_count", 0);
        node.putArray("upsell_ids");
        node.putArray("cross_sell_ids");
        Product parent = product.parent;
        node.put("parent_id", parent == null ? 0 : parent.id).put("purchase_note", "");
        node.putArray("categories")
                .addObject()
                .put("id", 15)
                .put("name", "Uncategorized")
                .put("slug", "uncategorized");
        for (String list : new String[] {"brands", "tags", "images"}) {
            node.putArray(list);
        }
        attributes(node, product);
        node.putArray("default_attributes");
        var variations = node.putArray("variations");
        product.variations.forEach(variation -> variations.add(variation.id));
        node.putArray("grouped_products");
        node.put("menu_order", 0).put("price_html", priceHtml(product));
        node.putArray("related_ids");
        node.set("meta_data", product.meta.toJson());
        node.put("stock_status", product.stockStatus());
        node.put("has_options", product.type.equals("variable"))
                .put("post_password", "")
                .put("global_unique_id", "");
        if (edit) {
            node.put("permalink_template", site.url() + "/product/%pagename%/");
            node.put("generated_slug", Product.slug(product.name));
        }
        site.links(node, "/products", product.id, null);
        return node;
    }

    /** A variation where it is listed under its parent. */
    ObjectNode variation(Product product, Product parent) {
        ObjectNode node = WpJson.object().put("id", product.id).put("type", "variation");
        site.date(node, "date_created", product.created);
        site.date(node, "date_modified", product.modified);
        node.put("description", "").put("permalink", permalink(product));
        node.put("sku", product.sku).put("global_unique_id", "");
        prices(node, product);
        node.put("status", product.status).put("purchasable", true);
        delivered(node);
        node.put("tax_status", "taxable").put("tax_class", "");
        stock(node, product, true);
        size(node).put("shipping_class", "").put("shipping_class_id", 0).putNull("image");
        node.putArray("gallery_image_ids");
        attributes(node, product);
        node.put("menu_order", 0);
        node.set("meta_data", product.meta.toJson());
        node.put("name", product.option).put("parent_id", parent.id);
        site.links(node, "/products/" + parent.id + "/variations", product.id, "/products/" + parent.id);
        return node;
    }

    static void nameOption(Meta meta, Product product) {
        if (product.isVariation()) {
            meta.attribute(ATTRIBUTE_SLUG, Product.slug(product.option), ATTRIBUTE, product.option);
        }
    }

    private String permalink(Product product) {
        Product parent = product.parent;
        return parent == null
                ? site.url() + "/product/" + Product.slug(product.name) + "/"
                : site.url() + "/product/" + Product.slug(parent.name) + "/?attribute_" + ATTRIBUTE_SLUG + "="
                        + Product.slug(product.option);
    }

    private static void prices(ObjectNode node, Product product) {
        BigDecimal price = product.price();
        node.put("price", price.signum() == 0 && product.regularPrice == null ? "" : WpJson.money(price));
        node.put("regular_price", text(product.regularPrice)).put("sale_price", text(product.salePrice));
        for (String end : new String[] {"from", "to"}) {
            node.putNull("date_on_sale_" + end).putNull("date_on_sale_" + end + "_gmt");
        }
        node.put("on_sale", product.salePrice != null);
    }

    private static String text(@Nullable BigDecimal price) {
        return price == null ? "" : WpJson.money(price);
    }

    private static void delivered(ObjectNode node) {
        node.put("virtual", false).put("downloadable", false).putArray("downloads");
        node.put("download_limit", -1).put("download_expiry", -1);
    }

    private static void stock(ObjectNode node, Product product, boolean withStatus) {
        node.put("manage_stock", product.manageStock);
        node.put("stock_quantity", product.manageStock ? (Integer) product.stock : null);
        if (withStatus) {
            node.put("stock_status", product.stockStatus());
        }
        node.put("backorders", product.backorders);
        node.put("backorders_allowed", !product.backorders.equals("no"));
        node.put("backordered", product.stockStatus().equals("onbackorder")).putNull("low_stock_amount");
    }

    private static ObjectNode size(ObjectNode node) {
        node.put("weight", "")
                .putObject("dimensions")
                .put("length", "")
                .put("width", "")
                .put("height", "");
        return node;
    }

    private static void attributes(ObjectNode node, Product product) {
        var list = node.putArray("attributes");
        if (product.isVariation()) {
            list.addObject()
                    .put("id", 1)
                    .put("name", ATTRIBUTE)
                    .put("slug", ATTRIBUTE_SLUG)
                    .put("option", product.option);
        } else if (product.type.equals("variable")) {
            var options = list.addObject()
                    .put("id", 1)
                    .put("name", ATTRIBUTE)
                    .put("slug", ATTRIBUTE_SLUG)
                    .put("position", 0)
                    .put("visible", true)
                    .put("variation", true)
                    .putArray("options");
            product.variations.stream()
                    .map(variation -> variation.option)
                    .sorted()
                    .forEach(options::add);
        }
    }

    private String priceHtml(Product product) {
        return "<span class=\"woocommerce-Price-amount amount\"><bdi>"
                + "<span class=\"woocommerce-Price-currencySymbol\" translate=\"no\">" + site.settings.currency()
                + "</span>" + WpJson.money(product.price()) + "</bdi></span>";
    }
}
