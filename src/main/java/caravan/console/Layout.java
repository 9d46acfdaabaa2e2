package caravan.console;

import caravan.security.Role;
import caravan.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame around every page needs to know. */
@ControllerAdvice(basePackageClasses = Layout.class)
class Layout {
    private final boolean isSandbox;

    Layout(Environment environment) {
        this.isSandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    @ModelAttribute("person")
    @Nullable
    SignedIn person(@AuthenticationPrincipal @Nullable SignedIn person) {
        return person;
    }

    @ModelAttribute("admin")
    boolean admin(@AuthenticationPrincipal @Nullable SignedIn person) {
        return person != null && person.may(Role.ADMIN);
    }

    @ModelAttribute("operator")
    boolean operator(@AuthenticationPrincipal @Nullable SignedIn person) {
        return person != null && person.may(Role.OPERATOR);
    }

    @ModelAttribute("sandbox")
    boolean sandbox() {
        return isSandbox;
    }

    @ModelAttribute("words")
    Wording words() {
        return Wording.NOW;
    }
}
