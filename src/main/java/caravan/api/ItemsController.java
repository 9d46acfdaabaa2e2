package caravan.api;

import caravan.catalog.Catalog;
import caravan.inventory.Bundles;
import caravan.kernel.Sku;
import caravan.security.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The items, and what bundles are made of. */
@RestController
@RequestMapping("/api/items")
@Tag(
        name = "Items",
        description = "What can be sold, by SKU. A SKU may hold any character, a slash too, so it is a parameter")
class ItemsController {
    /** An item by what people call it. */
    @Schema(name = "ItemSummary")
    record Summary(
            @Schema(example = "TEE-RED-M") String sku,
            @Schema(example = "Red tee, M") String title) {}

    /** An item with what it is made of. */
    @Schema(name = "Item")
    record Whole(
            @Schema(example = "SET-TEA") String sku,
            @Schema(example = "Tea set") String title,
            @Schema(description = "Empty for a plain item") List<Component> components) {}

    /** So many of an item in one bundle. */
    @Schema(name = "BundleComponent")
    record Component(
            @Schema(example = "CUP")
            @NotNull
            @Size(min = 1, max = Given.SKU)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String sku,

            @Schema(example = "6") @Min(1) @Max(1_000_000) long quantity) {}

    /** What an item is to be called. */
    record Title(
            @Schema(example = "Red tee, M")
            @NotNull
            @Size(min = 1, max = Given.TITLE)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String title) {}

    /** What a bundle is to be made of. */
    record Recipe(@NotNull @Size(max = 100) @Valid List<@NotNull Component> components) {}

    private final Catalog catalog;
    private final NamedItems items;
    private final Bundles bundles;
    private final Audit audit;

    ItemsController(Catalog catalog, NamedItems items, Bundles bundles, Audit audit) {
        this.catalog = catalog;
        this.items = items;
        this.bundles = bundles;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "List items by SKU")
    Page<Summary> list(
            @Parameter(description = "First characters of the SKU", example = "TEE-")
                    @RequestParam(defaultValue = "")
                    @Size(max = Given.SKU)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String prefix,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        return Page.of(
                catalog.page(prefix, Page.read(after), limit + 1),
                limit,
                item -> item.sku().value(),
                page -> page.stream()
                        .map(item -> new Summary(item.sku().value(), item.title()))
                        .toList());
    }

    @GetMapping("/item")
    @Operation(summary = "One item and what it is made of")
    Whole one(@Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku) {
        return whole(items.require(sku));
    }

    @PutMapping("/item")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(
            summary = "Add an item or change its title",
            description = "201 if it was added. The same request again changes nothing.")
    ResponseEntity<Whole> put(
            @Parameter(example = "TEE-RED-M")
                    @RequestParam
                    @Size(max = Given.SKU)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String sku,
            @Valid @RequestBody Title body) {
        Sku wanted = NamedItems.sku(sku);
        boolean added = items.find(wanted).isEmpty();
        catalog.put(wanted, body.title());
        audit.record(added ? "item added" : "item renamed", sku, body.title());
        return ResponseEntity.status(added ? HttpStatus.CREATED : HttpStatus.OK).body(whole(items.require(sku)));
    }

    @PutMapping("/item/components")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(
            summary = "Define what an item is made of",
            description = "For orders that come from now on; no components make it a plain item again."
                    + " A bundle is made of plain items only.")
    Whole define(
            @Parameter(example = "SET-TEA") @RequestParam @Size(max = Given.SKU) String sku,
            @Valid @RequestBody Recipe body) {
        Sku bundle = items.require(sku).sku();
        Map<Sku, Long> components = new TreeMap<>();
        body.components().forEach(part -> components.merge(NamedItems.sku(part.sku()), part.quantity(), Long::sum));
        try {
            bundles.define(bundle, components);
        } catch (IllegalArgumentException refused) {
            throw Refused.conflict(String.valueOf(refused.getMessage()));
        }
        audit.record("bundle defined", sku, components.size() + " components");
        return whole(items.require(sku));
    }

    private Whole whole(Catalog.Item item) {
        return new Whole(
                item.sku().value(),
                item.title(),
                bundles.components(item.sku()).entrySet().stream()
                        .map(part -> new Component(part.getKey().value(), part.getValue()))
                        .toList());
    }
}
