package caravan.api;

import caravan.catalog.Catalog;
import caravan.inventory.Level;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Figure;
import caravan.inventory.StockView;
import caravan.kernel.Sku;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger and what each channel shows of it. */
@RestController
@RequestMapping("/api/stock")
@Tag(name = "Stock", description = "The ledger, what each channel shows, and why")
class StockController {
    private static final java.util.regex.Pattern ID = java.util.regex.Pattern.compile("\\d{1,18}");

    private final Catalog catalog;
    private final NamedItems items;
    private final StockView stock;
    private final ListingView listings;

    StockController(Catalog catalog, NamedItems items, StockView stock, ListingView listings) {
        this.catalog = catalog;
        this.items = items;
        this.stock = stock;
        this.listings = listings;
    }

    @GetMapping
    @Operation(summary = "List items with their levels and what each channel shows")
    Page<StockJson.Row> list(
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
                this::rows);
    }

    @GetMapping("/item")
    @Operation(
            summary = "One item: its levels, and why each channel shows what it shows",
            description = "The rule applied to the ledger step by step, and the book about the channel's figure.")
    StockJson.OfItem one(@Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku) {
        Catalog.Item item = items.require(sku);
        return new StockJson.OfItem(
                item.sku().value(),
                item.title(),
                stock.levels(List.of(item.sku())).stream()
                        .map(StockJson.AtLocation::of)
                        .toList(),
                listings.reasons(item.sku()).stream().map(StockJson.Listing::of).toList());
    }

    @GetMapping("/movements")
    @Operation(summary = "List the movements of an item, the newest first")
    Page<StockJson.Moved> movements(
            @Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        return Page.of(
                stock.movements(items.require(sku).sku(), before(Page.read(after)), limit + 1),
                limit,
                entry -> String.valueOf(entry.id()),
                page -> page.stream().map(StockJson.Moved::of).toList());
    }

    private static long before(String key) {
        if (key.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!ID.matcher(key).matches()) {
            throw Page.unknown();
        }
        return Long.parseLong(key);
    }

    private List<StockJson.Row> rows(List<Catalog.Item> page) {
        List<Sku> skus = page.stream().map(Catalog.Item::sku).toList();
        Map<Sku, List<Level>> levels = stock.levels(skus).stream().collect(Collectors.groupingBy(Level::sku));
        Map<Sku, List<Figure>> figures = listings.figures(skus).stream().collect(Collectors.groupingBy(Figure::sku));
        return page.stream()
                .map(item -> new StockJson.Row(
                        item.sku().value(),
                        item.title(),
                        levels.getOrDefault(item.sku(), List.of()).stream()
                                .map(StockJson.AtLocation::of)
                                .toList(),
                        figures.getOrDefault(item.sku(), List.of()).stream()
                                .map(StockJson.OnChannel::of)
                                .toList()))
                .toList();
    }
}
