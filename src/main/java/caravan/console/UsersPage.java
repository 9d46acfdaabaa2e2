package caravan.console;

import caravan.security.Accounts;
import caravan.security.ApiTokens;
import caravan.security.Refusal;
import caravan.security.Role;
import caravan.security.Secret;
import caravan.security.SignedIn;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who may sign in, people and programs; passwords and tokens are shown once, on the page after they were made. */
@Controller
@RequestMapping("/users")
@PreAuthorize("hasRole('ADMIN')")
class UsersPage {
    private static final String BACK = "redirect:/users";

    private final Accounts accounts;
    private final ApiTokens tokens;

    UsersPage(Accounts accounts, ApiTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("accounts", accounts.all());
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("roles", Role.values());
        return "users";
    }

    @PostMapping
    String add(@RequestParam String name, @RequestParam Role role, RedirectAttributes next) {
        return shownOnce("One-time password of '" + name.strip() + "'", accounts.add(name, role), next);
    }

    @PostMapping("/{name}/role")
    String changeRole(@PathVariable String name, @RequestParam Role role, RedirectAttributes next) {
        accounts.changeRole(name, role);
        return done("'" + name + "' is " + role.name().toLowerCase(Locale.ROOT) + " now.", next);
    }

    @PostMapping("/{name}/disable")
    String disable(@PathVariable String name, RedirectAttributes next) {
        accounts.disable(name);
        return done("'" + name + "' cannot sign in any more.", next);
    }

    @PostMapping("/{name}/enable")
    String enable(@PathVariable String name, RedirectAttributes next) {
        accounts.enable(name);
        return done("'" + name + "' can sign in again.", next);
    }

    @PostMapping("/{name}/reset")
    String reset(@PathVariable String name, RedirectAttributes next) {
        return shownOnce("One-time password of '" + name + "'", accounts.resetPassword(name), next);
    }

    @PostMapping("/tokens")
    String makeToken(
            @RequestParam String name,
            @RequestParam Role role,
            @RequestParam @Nullable Integer days,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next) {
        Duration life = days == null ? null : Duration.ofDays(days);
        Secret token = tokens.create(name, role, person.name(), life);
        return shownOnce("API token '" + name.strip() + "'", token, next);
    }

    @PostMapping("/tokens/{id}/revoke")
    String revokeToken(@PathVariable long id, RedirectAttributes next) {
        tokens.revoke(id);
        return done("The token is revoked.", next);
    }

    @ExceptionHandler
    String refused(Refusal refusal, RedirectAttributes next) {
        next.addFlashAttribute("refusal", refusal.getMessage());
        return BACK;
    }

    private static String done(String message, RedirectAttributes next) {
        next.addFlashAttribute("done", message);
        return BACK;
    }

    private static String shownOnce(String title, Secret secret, RedirectAttributes next) {
        next.addFlashAttribute("secretTitle", title);
        next.addFlashAttribute("secret", secret.reveal());
        return BACK;
    }
}
