package caravan.console;

import caravan.security.OwnPassword;
import caravan.security.Refusal;
import caravan.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Signing in, and choosing a password of one's own. */
@Controller
class SignInPages {
    private final OwnPassword password;

    SignInPages(OwnPassword password) {
        this.password = password;
    }

    @GetMapping("/sign-in")
    String signIn(@AuthenticationPrincipal @Nullable SignedIn person) {
        return person == null ? "sign-in" : "redirect:/";
    }

    @GetMapping("/password")
    String password() {
        return "password";
    }

    @PostMapping("/password")
    String change(
            @AuthenticationPrincipal SignedIn person,
            @RequestParam String present,
            @RequestParam String wanted,
            @RequestParam String repeated,
            Model model,
            RedirectAttributes next,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!wanted.equals(repeated)) {
            model.addAttribute("refusal", "The two new passwords differ. Type the same one twice.");
            return "password";
        }
        try {
            password.change(person, present, wanted, request, response);
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.getMessage());
            return "password";
        }
        next.addFlashAttribute("done", "Your password is changed.");
        return "redirect:/";
    }
}
