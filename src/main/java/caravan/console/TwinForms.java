package caravan.console;

import caravan.sandbox.SandboxRefusal;
import caravan.sandbox.SandboxRefusal.Reason;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the forms of pretend stores end: with what was done, why it was not, or that there is no such store or order. */
@ControllerAdvice(assignableTypes = {TwinsPage.class, TwinPage.class, TwinOrderPage.class})
@Profile("sandbox")
class TwinForms {

    /** Does something, and tells on the next page how it went. */
    static void attempt(RedirectAttributes next, Supplier<String> deed) {
        try {
            next.addFlashAttribute("done", deed.get());
        } catch (SandboxRefusal refusal) {
            if (refusal.reason() == Reason.MISSING) {
                throw refusal;
            }
            next.addFlashAttribute("refusal", refusal.getMessage());
        }
    }

    @ExceptionHandler
    void missing(SandboxRefusal refusal, HttpServletResponse response) throws IOException {
        boolean missing = refusal.reason() == Reason.MISSING;
        response.sendError((missing ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST).value());
    }
}
