package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes under {@code /products}. */
final class ProductApi {
    private static final Set<String> WRITABLE = Set.of(
            "id",
            "name",
            "type",
            "sku",
            "status",
            "regular_price",
            "sale_price",
            "manage_stock",
            "stock_quantity",
            "inventory_delta",
            "backorders",
            "meta_data");
    private static final Set<String> STATUSES = Set.of("draft", "pending", "private", "publish");

    private final Site site;
    private final Products products;
    private final ProductJson json;

    ProductApi(Site site, Products products) {
        this.site = site;
        this.products = products;
        this.json = new ProductJson(site);
    }

    TwinAnswer list(TwinRequest request) {
        Parameters parameters = new Parameters(request, Listing.and("sku", "status", "type", "stock_status", "search"));
        List<String> skus = parameters.list("sku");
        String status = parameters.choice(
                "status", "any", List.of("any", "future", "trash", "draft", "pending", "private", "publish"));
        String type = parameters.choice("type", "", List.of("simple", "grouped", "external", "variable", "variation"));
        String stock = parameters.choice("stock_status", "", List.of("instock", "outofstock", "onbackorder"));
        String search = parameters.text("search");
        return site.locked(() -> new Listing<Product>(site, request, parameters)
                .page(
                        products.all(),
                        product -> (skus.isEmpty() ? !product.isVariation() : skus.contains(product.sku))
                                && (status.equals("any") || status.equals(product.status))
                                && (type.isEmpty() || type.equals(product.type))
                                && (stock.isEmpty() || stock.equals(product.stockStatus()))
                                && (search == null || product.name.contains(search)),
                        product -> json.product(product, false)));
    }

    TwinAnswer variations(TwinRequest request, long parentId) {
        Parameters parameters = new Parameters(request, Listing.and("sku", "status"));
        List<String> skus = parameters.list("sku");
        return site.locked(() -> {
            Product parent = parent(parentId);
            return new Listing<Product>(site, request, parameters)
                    .page(
                            parent.variations,
                            product -> skus.isEmpty() || skus.contains(product.sku),
                            product -> json.variation(product, parent));
        });
    }

    ObjectNode get(long id) {
        return site.locked(() -> json.product(found(id, false), false));
    }

    ObjectNode variation(long parentId, long id) {
        return site.locked(() -> {
            Product parent = parent(parentId);
            return json.variation(variationOf(parent, id, false), parent);
        });
    }

    ObjectNode create(ObjectNode body) {
        Fields fields = new Fields(body, WRITABLE);
        String name = fields.text("name");
        String type = fields.choice("type", Set.of("simple", "variable"));
        String sku = fields.text("sku");
        fields.check();
        Product product = site.locked(() -> {
            products.requireFree(sku == null ? "" : sku, null);
            Product made = products.add(null, name == null ? "Product" : name);
            made.type = type == null ? "simple" : type;
            return made;
        });
        save(product, fields);
        return site.locked(() -> json.product(product, true));
    }

    ObjectNode update(long id, ObjectNode body) {
        Product product = site.locked(() -> found(id, true));
        if (product.isVariation()) {
            throw new RestError(
                    404,
                    "woocommerce_rest_invalid_product_id",
                    "To manipulate product variations you should use the"
                            + " /products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.");
        }
        save(product, new Fields(body, WRITABLE));
        return site.locked(() -> json.product(product, true));
    }

    ObjectNode updateVariation(long parentId, long id, ObjectNode body) {
        Product parent = site.locked(() -> parent(parentId));
        Product product = site.locked(() -> variationOf(parent, id, true));
        save(product, new Fields(body, WRITABLE));
        return site.locked(() -> json.variation(product, parent));
    }

    ObjectNode delete(long id) {
        return site.locked(() -> {
            Product product = found(id, false);
            ObjectNode last = json.product(product, true);
            products.remove(product);
            return last;
        });
    }

    ObjectNode batch(ObjectNode body) {
        return new Batch(this::create, row -> update(id(row), row), this::delete).run(body);
    }

    ObjectNode batchOfVariations(long parentId, ObjectNode body) {
        return new Batch(null, row -> updateVariation(parentId, id(row), row), null).run(body);
    }

    /** Reads the figure, adds, saves: what others do to it in between is overwritten, as in the real shop. */
    private void save(Product product, Fields fields) {
        Integer absolute = fields.integer("stock_quantity");
        Integer delta = fields.integer("inventory_delta");
        Change change = Change.read(fields);
        fields.check();
        Integer figure = absolute != null ? absolute : delta == null ? null : site.locked(() -> product.stock) + delta;
        if (figure != null) {
            site.pause();
        }
        site.locked(() -> {
            products.requireFree(change.sku() == null ? product.sku : change.sku(), product);
            change.applyTo(product);
            if (figure != null && product.manageStock) {
                product.stock = figure;
            }
            products.saved(product);
        });
    }

    private record Change(
            @Nullable String name,
            @Nullable String sku,
            @Nullable String status,
            @Nullable String backorders,
            @Nullable Boolean manageStock,
            Set<String> cleared,
            @Nullable BigDecimal regularPrice,
            @Nullable BigDecimal salePrice,
            @Nullable JsonNode meta) {

        static Change read(Fields fields) {
            Set<String> cleared = new HashSet<>();
            return new Change(
                    fields.text("name"),
                    fields.text("sku"),
                    fields.choice("status", STATUSES),
                    fields.choice("backorders", Set.of("no", "notify", "yes")),
                    fields.flag("manage_stock"),
                    cleared,
                    price(fields, "regular_price", cleared),
                    price(fields, "sale_price", cleared),
                    fields.meta());
        }

        private static @Nullable BigDecimal price(Fields fields, String name, Set<String> cleared) {
            if ("".equals(fields.text(name))) {
                cleared.add(name);
                return null;
            }
            return fields.amount(name, false);
        }

        void applyTo(Product product) {
            product.name = name == null ? product.name : name;
            product.sku = sku == null ? product.sku : sku;
            product.status = status == null ? product.status : status;
            product.backorders = backorders == null ? product.backorders : backorders;
            product.manageStock = manageStock == null ? product.manageStock : manageStock;
            if (regularPrice != null || cleared.contains("regular_price")) {
                product.regularPrice = regularPrice;
            }
            if (salePrice != null || cleared.contains("sale_price")) {
                product.salePrice = salePrice;
            }
            if (meta != null) {
                product.meta.merge(meta);
            }
        }
    }

    private static long id(ObjectNode row) {
        return row.path("id").asLong(0);
    }

    private Product found(long id, boolean toWrite) {
        Product product = products.find(id);
        if (product == null) {
            throw toWrite ? RestError.unwritable("product") : RestError.invalidId("product");
        }
        return product;
    }

    private Product parent(long id) {
        Product parent = products.find(id);
        if (parent == null || parent.isVariation()) {
            throw new RestError(404, "woocommerce_rest_product_invalid_id", "Invalid product ID.");
        }
        return parent;
    }

    private Product variationOf(Product parent, long id, boolean toWrite) {
        Product product = products.find(id);
        if (product == null || product.parent != parent) {
            throw toWrite ? RestError.unwritable("product_variation") : RestError.invalidId("product_variation");
        }
        return product;
    }
}
