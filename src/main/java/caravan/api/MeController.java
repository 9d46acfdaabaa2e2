package caravan.api;

import caravan.security.Role;
import caravan.security.SignedIn;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a program who it is to the hub; the quickest way to try a token. */
@RestController
class MeController {
    record Me(String name, Role role) {}

    @GetMapping("/api/me")
    Me me(@AuthenticationPrincipal SignedIn caller) {
        return new Me(caller.name(), caller.role());
    }
}
