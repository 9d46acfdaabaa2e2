package caravan.api;

import caravan.inventory.Listings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What can be done with one listing. */
@RestController
@RequestMapping("/api/stock/listings")
@PreAuthorize("hasRole('OPERATOR')")
@Tag(name = "Stock")
class ListingsController {
    private final Listings listings;

    ListingsController(Listings listings) {
        this.listings = listings;
    }

    @PostMapping("/{id}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Let a listing be written again that was stopped",
            description = "It is written once its figure is read anew. 409 if no such listing is stopped.")
    void resume(@Parameter(description = "Its id, from the stock of its item", example = "12") @PathVariable long id) {
        if (!listings.resume(id)) {
            throw Refused.conflict("There is no listing " + id + " that is stopped.");
        }
    }
}
