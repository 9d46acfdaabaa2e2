package caravan.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns requests away in the way the caller understands: a page for people, problem details for programs. */
@Component
class Refusals {
    static final String SIGN_IN = "/sign-in";
    static final String PASSWORD = "/password";

    private final JsonMapper json;

    Refusals(JsonMapper json) {
        this.json = json;
    }

    /** Nobody is signed in. */
    void signInFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (fromProgram(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problem(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "Sign in, or send a valid API token as 'Authorization: Bearer'.");
        } else {
            go(request, response, SIGN_IN);
        }
    }

    /** Somebody is signed in and may not do this. */
    void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (fromProgram(request)) {
            problem(
                    response,
                    HttpStatus.FORBIDDEN,
                    "This needs a higher role, or the request has no valid XSRF token.");
        } else {
            response.sendError(HttpStatus.FORBIDDEN.value());
        }
    }

    /** Somebody is signed in with a one-time password. */
    void changePasswordFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (fromProgram(request)) {
            problem(response, HttpStatus.FORBIDDEN, "Change the one-time password at " + PASSWORD + " first.");
        } else {
            go(request, response, PASSWORD);
        }
    }

    private void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), ProblemDetail.forStatusAndDetail(status, detail));
    }

    private static void go(HttpServletRequest request, HttpServletResponse response, String page) throws IOException {
        String address = request.getContextPath() + page;
        if (request.getHeader("HX-Request") != null) {
            // htmx would put the redirect's target into the middle of the page.
            response.setHeader("HX-Redirect", address);
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            response.sendRedirect(address);
        }
    }

    private static boolean fromProgram(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String accept = String.valueOf(request.getHeader(HttpHeaders.ACCEPT));
        return path.startsWith("/api/") || (path.startsWith("/actuator/") && !accept.contains("text/html"));
    }
}
