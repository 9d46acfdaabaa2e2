package caravan.api;

import caravan.inventory.StockLevels;
import caravan.inventory.StockLevels.Deed;
import caravan.inventory.StockView;
import caravan.kernel.Sku;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Moves stock by hand, each request once. */
@RestController
@RequestMapping("/api/stock")
@PreAuthorize("hasRole('OPERATOR')")
@Tag(name = "Stock")
class StockChangesController {
    /** Units that came or went. */
    @Schema(name = "StockAdjustment")
    record Adjustment(
            @Schema(example = "TEE-RED-M")
            @NotNull
            @Size(min = 1, max = Given.SKU)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String sku,

            @Schema(example = "main") @NotNull @Size(min = 1, max = 40)
            String location,

            @Schema(description = "Units to add; negative to take away", example = "-2")
            @Min(-Given.UNITS)
            @Max(Given.UNITS)
            long units,

            @Schema(example = "Broken in the warehouse")
            @NotBlank
            @Size(max = Given.REASON)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String reason) {}

    /** What was counted on the shelf. */
    @Schema(name = "StockCount")
    record Count(
            @Schema(example = "TEE-RED-M")
            @NotNull
            @Size(min = 1, max = Given.SKU)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String sku,

            @Schema(example = "main") @NotNull @Size(min = 1, max = 40)
            String location,

            @Schema(description = "Units on the shelf, reserved ones included", example = "40")
            @Min(0)
            @Max(Given.UNITS)
            long units,

            @Schema(example = "Yearly count")
            @NotBlank
            @Size(max = Given.REASON)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String reason) {}

    /** What a change came to. */
    @Schema(name = "StockChanged")
    record Changed(
            @Schema(description = "False if there was nothing to change")
            boolean booked,

            @Schema(description = "As it stands after it") StockJson.AtLocation level) {}

    private final NamedItems items;
    private final StockLevels levels;
    private final StockView stock;
    private final RequestKeys keys;

    StockChangesController(NamedItems items, StockLevels levels, StockView stock, RequestKeys keys) {
        this.items = items;
        this.levels = levels;
        this.stock = stock;
        this.keys = keys;
    }

    @PostMapping("/adjustments")
    @Operation(
            summary = "Add units to the stock or take some away",
            description = "Channels follow by themselves. A bundle has no units of its own and is refused with 422."
                    + RequestKeys.ONCE)
    ResponseEntity<Changed> adjust(
            @Parameter(example = "0f8fad5b-d9cb-469f-a165-70867728950e")
                    @RequestHeader(RequestKeys.HEADER)
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = "[\\x21-\\x7e]*")
                    String key,
            @Valid @RequestBody Adjustment body,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        return RequestKeys.answer(keys.once(caller, key, "adjustment", body, Changed.class, () -> {
            Sku sku = require(body.sku(), body.location());
            return changed(
                    booked(() -> levels.adjust(sku, body.location(), body.units(), deed(caller, key, body.reason()))),
                    sku,
                    body.location());
        }));
    }

    @PostMapping("/counts")
    @Operation(
            summary = "Set the stock to what was counted",
            description = "Reservations stay. Channels follow by themselves. A bundle has no units of its own and is"
                    + " refused with 422." + RequestKeys.ONCE)
    ResponseEntity<Changed> count(
            @Parameter(example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")
                    @RequestHeader(RequestKeys.HEADER)
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = "[\\x21-\\x7e]*")
                    String key,
            @Valid @RequestBody Count body,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        return RequestKeys.answer(keys.once(caller, key, "count", body, Changed.class, () -> {
            Sku sku = require(body.sku(), body.location());
            return changed(
                    booked(() -> levels.count(sku, body.location(), body.units(), deed(caller, key, body.reason()))),
                    sku,
                    body.location());
        }));
    }

    private Sku require(String sku, String location) {
        if (stock.locations().stream().noneMatch(known -> known.code().equals(location))) {
            throw Refused.notFound("There is no location '" + location + "'.");
        }
        return items.require(sku).sku();
    }

    private static Deed deed(SignedIn caller, String key, String reason) {
        return new Deed("api/" + caller.name() + "/" + key, reason.strip(), caller.name());
    }

    private static boolean booked(BooleanSupplier booking) {
        try {
            return booking.getAsBoolean();
        } catch (IllegalArgumentException noUnits) {
            throw Refused.impossible(String.valueOf(noUnits.getMessage()));
        }
    }

    private Changed changed(boolean booked, Sku sku, String location) {
        return stock.levels(List.of(sku)).stream()
                .filter(level -> level.sku().equals(sku) && level.location().equals(location))
                .findFirst()
                .map(level -> new Changed(booked, StockJson.AtLocation.of(level)))
                .orElseThrow();
    }
}
