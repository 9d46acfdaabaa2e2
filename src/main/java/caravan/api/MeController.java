package caravan.api;

import caravan.security.Role;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a program who it is to the hub; the quickest way to try a token. */
@RestController
@Tag(name = "Me", description = "Who is asking")
class MeController {
    record Me(
            @Schema(example = "token:warehouse") String name,
            @Schema(example = "OPERATOR") Role role) {}

    @GetMapping("/api/me")
    @Operation(summary = "Who you are to the hub", description = "The quickest way to try a token.")
    Me me(@AuthenticationPrincipal SignedIn caller) {
        return new Me(caller.name(), caller.role());
    }
}
