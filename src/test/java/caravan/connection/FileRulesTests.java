package caravan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.inventory.ChannelRules;
import caravan.inventory.ChannelRules.Rule;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules that the file of connections gives: they hold, are shown as such, and are changed in the file alone. */
@HubTest
class FileRulesTests {
    private static final Rule BY_HAND = new Rule(4L, null, null, null);

    private final FileConnections files;
    private final Connections connections;
    private final ChannelRules rules;
    private final Catalog catalog;
    private final Listings listings;
    private final Visitors visitors;
    private final Shop shop;
    private final ConnectionId id = new ConnectionId(Names.unique("ruled"));
    private final Path file = Path.of("target", id + ".yaml");

    FileRulesTests(
            FileConnections files,
            Connections connections,
            ChannelRules rules,
            Catalog catalog,
            Listings listings,
            Visitors visitors,
            Shops shops) {
        this.files = files;
        this.connections = connections;
        this.rules = rules;
        this.catalog = catalog;
        this.listings = listings;
        this.visitors = visitors;
        this.shop = shops.open();
    }

    @Test
    void holdAsTheFileChangesAndInPlaceOfWhatPeopleSet() throws Exception {
        Sku sku = shop.selling(10);
        take("");
        listings.feed(id, shop.shelf(), "default", 1);
        long listing = Registered.listing(listings, shop.jdbc(), new ListingKey(id, "default", sku), "at-" + sku, "");
        rules.put(id, sku, BY_HAND);
        assertThat(wanted(listing)).isEqualTo(6);

        take("    default: {buffer: 1}\n    items:\n      " + sku + ": {maximum: 3}\n");
        assertThat(wanted(listing)).isEqualTo(3);
        take("    default: {buffer: 1}\n");
        assertThat(wanted(listing)).isEqualTo(9);
        rules.put(id, sku, BY_HAND);
        take("");
        assertThat(rules.find(id, null)).isEmpty();
        assertThat(rules.find(id, sku)).as("a person's own rule stays").contains(BY_HAND);
        assertThat(wanted(listing)).isEqualTo(6);
    }

    @Test
    void stayAsTheyWereWhileTheFileIsWrong() throws Exception {
        take("    default: {buffer: 1}\n");
        take("    default: {buffer: few}\n");
        assertThat(files.problems()).singleElement().asString().contains("line 4: 'buffer' must be a whole number");
        assertThat(rules.find(id, null)).contains(new Rule(1L, null, null, null));
        assertThat(connections.require(id).pause()).isNull();
    }

    @Test
    void areShownAsTheFilesAndRefuseOtherChanges() throws Exception {
        Sku sku = shop.item();
        Sku later = new Sku(Names.unique("LATER"));
        take("    default: {buffer: 1}\n    items:\n      " + sku + ": {maximum: 3}\n      " + later
                + ": {maximum: 2}\n");
        Visitor ann = visitors.signedIn(Role.OPERATOR);
        assertThat(ann.open("/stock/rules").body())
                .contains("stands in the file of connections", "SKUs that are no items yet", later.value())
                .doesNotContain("id=\"" + id + "-set\"");
        ann.post(
                "/stock/rules",
                Map.of("connection", id.value(), "buffer", "7", "percent", "", "minimum", "", "maximum", ""));
        assertThat(ann.open("/stock/rules").body()).contains("Change it there and start the hub again.");
        ann.post("/stock/rules/drop", Map.of("connection", id.value(), "sku", sku.value()));
        Program program = visitors.program(Role.OPERATOR);
        String path = "/api/connections/" + id + "/rules";
        assertThat(program.get(path + "/default").body().path("fromFile").asBoolean())
                .isTrue();
        assertThat(program.send("PUT", path + "/default", "{\"buffer\": 9}").status())
                .isEqualTo(409);
        assertThat(program.send("DELETE", path + "/item?sku=" + sku, "").status())
                .isEqualTo(409);
        assertThat(rules.find(id, null)).contains(new Rule(1L, null, null, null));
        assertThat(rules.find(id, sku)).contains(new Rule(null, null, null, 3L));

        catalog.put(later, "Later");
        assertThat(rules.waiting()).noneMatch(placed -> later.equals(placed.sku()));
        assertThat(rules.find(id, later)).contains(new Rule(null, null, null, 2L));
    }

    private long wanted(long listing) {
        return shop.jdbc()
                .sql("SELECT wanted FROM listing WHERE id = :id")
                .param("id", listing)
                .query(Long.class)
                .single();
    }

    private void take(String rules) throws IOException {
        Files.writeString(
                file,
                "- id: " + id + "\n  connector: kit\n" + (rules.isEmpty() ? "" : "  rules:\n" + rules)
                        + "  settings:\n    shop-url: https://shop.example\n    api-token: ${kit.ruled}\n"
                        + "  locations: {default: [" + shop.shelf() + "]}\n");
        System.setProperty("kit.ruled", "token");
        files.take(file);
    }
}
