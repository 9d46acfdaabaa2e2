package caravan.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends a session whose account has changed since, and lets nobody past a one-time password. */
final class AccountFilter extends OncePerRequestFilter {
    private static final Set<String> OPEN_WITH_ONE_TIME_PASSWORD = Set.of(Refusals.PASSWORD, "/sign-out");

    private final Accounts accounts;
    private final Refusals refusals;

    AccountFilter(Accounts accounts, Refusals refusals) {
        this.accounts = accounts;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
            Optional<Account> account = accounts.find(signedIn.name()).filter(found -> stands(found, signedIn));
            if (account.isEmpty()) {
                // The request goes on as nobody's and is sent to the sign-in page if it needs somebody.
                new SecurityContextLogoutHandler().logout(request, response, authentication);
            } else if (account.get().mustChangePassword() && !isOpen(request)) {
                refusals.changePasswordFirst(request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean stands(Account account, SignedIn signedIn) {
        return !account.disabled() && account.changedAt().equals(signedIn.since());
    }

    private static boolean isOpen(HttpServletRequest request) {
        return OPEN_WITH_ONE_TIME_PASSWORD.contains(
                request.getRequestURI().substring(request.getContextPath().length()));
    }
}
