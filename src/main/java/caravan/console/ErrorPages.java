package caravan.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What is shown when a request fails: a page for people, problem details for programs, never the error's own words. */
@Controller
class ErrorPages implements ErrorController {
    @RequestMapping(path = "/error", produces = MediaType.TEXT_HTML_VALUE)
    Object page(HttpServletRequest request, HttpServletResponse response, Model model) {
        if (isOfApi(request)) {
            return problem(request);
        }
        HttpStatus status = status(request);
        response.setStatus(status.value());
        model.addAttribute("title", title(status));
        model.addAttribute("advice", forPeople(status));
        return "failed";
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
        HttpStatus status = status(request);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, advice(status));
        asked(request).ifPresent(problem::setInstance);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** What was asked for, unless it is no address; left out, it would be this one here. */
    private static Optional<URI> asked(HttpServletRequest request) {
        try {
            return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address
                    ? Optional.of(new URI(address))
                    : Optional.empty();
        } catch (URISyntaxException odd) {
            return Optional.empty();
        }
    }

    /** Who asks the API gets problem details, whatever the request says it accepts. */
    private static boolean isOfApi(HttpServletRequest request) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return path instanceof String text && text.startsWith(request.getContextPath() + "/api/");
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        // Nobody comes here by an error without a status; somebody who types the address finds nothing.
        return status == null ? HttpStatus.NOT_FOUND : status;
    }

    private static String title(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing here";
            case FORBIDDEN -> "You may not do this";
            case SERVICE_UNAVAILABLE -> "Not now";
            default -> status.is5xxServerError() ? "The hub failed" : "This request cannot be answered";
        };
    }

    /** The same without headers and formats, which only programs know. */
    private static String forPeople(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST ->
                "The address, or something in the form, is not as the hub needs it. Go back, reload, try again.";
            case METHOD_NOT_ALLOWED ->
                "This address belongs to a button of a page. Open that page, and use the button there.";
            case UNSUPPORTED_MEDIA_TYPE, NOT_ACCEPTABLE ->
                "What was sent or asked for is of a kind the hub does not know.";
            default -> advice(status);
        };
    }

    private static String advice(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "The address is wrong, or what it named is gone.";
            case FORBIDDEN -> "Your role does not allow it, or the page was open too long. Go back, reload, try again.";
            case METHOD_NOT_ALLOWED -> "This address is not for this method; the header Allow names those it is for.";
            case NOT_ACCEPTABLE -> "What the header Accept asks for cannot be had here.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body must be declared as application/json.";
            case CONTENT_TOO_LARGE -> "The request is too large.";
            case SERVICE_UNAVAILABLE -> "The hub is busy, or its database is away. Try again in a few seconds.";
            default ->
                status.is5xxServerError()
                        ? "What went wrong is in the hub's log. Try again; if it stays, look there."
                        : status.getReasonPhrase() + ".";
        };
    }
}
