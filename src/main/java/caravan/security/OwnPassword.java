package caravan.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Lets people choose their own password: their present session goes on, all others of theirs end. */
@Component
public class OwnPassword {
    private final Accounts accounts;
    private final SignInBrake brake;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    OwnPassword(Accounts accounts, SignInBrake brake) {
        this.accounts = accounts;
        this.brake = brake;
    }

    /**
     * Changes the password of whoever the request comes from.
     *
     * @throws Refusal if the present password is wrong or the new one is no good
     */
    public void change(
            SignedIn person, String present, String wanted, HttpServletRequest request, HttpServletResponse response) {
        String address = request.getRemoteAddr();
        if (brake.holds(person.name(), address)) {
            throw new Refusal("Too many wrong passwords. Wait a minute and try again.");
        }
        if (!accounts.accepts(person.name(), present)) {
            brake.failed(person.name(), address);
            throw new Refusal("The present password is wrong.");
        }
        Account account = accounts.changePassword(person.name(), present, wanted);
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(SignedIn.as(account).authentication());
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
    }
}
