package caravan.api;

import caravan.inventory.Listings;
import caravan.inventory.StockView;
import caravan.security.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The places where stock is. */
@RestController
@RequestMapping("/api/locations")
@Tag(name = "Locations", description = "The places where stock is")
class LocationsController {
    /** A place. */
    record Location(
            @Schema(description = "Lower case letters, digits and hyphens", example = "berlin")
            @NotNull
            @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,39}")
            String code,

            @Schema(example = "Berlin warehouse")
            @NotBlank
            @Size(max = 100)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String name) {}

    private final StockView stock;
    private final Listings listings;
    private final Audit audit;

    LocationsController(StockView stock, Listings listings, Audit audit) {
        this.stock = stock;
        this.listings = listings;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "List the locations", description = "There are few, so they come all at once.")
    List<Location> list() {
        return stock.locations().stream()
                .map(each -> new Location(each.code(), each.name()))
                .toList();
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Add a location",
            description = "Which channels it feeds is set with each connection. 409 if there is one of that code.")
    Location add(@Valid @RequestBody Location body) {
        if (!listings.addLocation(body.code(), body.name().strip())) {
            throw Refused.conflict("There is a location '" + body.code() + "' already.");
        }
        audit.record("location added", body.code(), body.name().strip());
        return new Location(body.code(), body.name().strip());
    }
}
