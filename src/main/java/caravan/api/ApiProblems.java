package caravan.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Tells what went wrong with a request as problem details, RFC 9457, in words of our own: never in those of an exception. */
@RestControllerAdvice(basePackages = {"caravan.api", "caravan.sandbox"})
class ApiProblems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);
    private static final int LONGEST_NAME = 100;

    /** What is wrong with one part of a request. */
    record Fault(String field, String problem) {}

    @ExceptionHandler
    ResponseEntity<Object> refused(Refused refused) {
        return answer(refused.status(), refused.detail());
    }

    @ExceptionHandler
    ResponseEntity<Object> wrong(WrongParts wrong) {
        return faults(wrong.faults());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLarge(BodyTooLarge large) {
        return answer(HttpStatus.CONTENT_TOO_LARGE, String.valueOf(large.getMessage()));
    }

    /** Who may not is told so by the door, in the same form as everybody who may not. */
    @ExceptionHandler
    void denied(AccessDeniedException denied) {
        throw denied;
    }

    /** The gate in front answers for a database that is away, and for parameters in no encoding. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class, InvalidParameterException.class})
    void leaveToTheGate(RuntimeException failure) {
        throw failure;
    }

    @ExceptionHandler
    ResponseEntity<Object> failed(RuntimeException failure) {
        log.error("A request to the API failed", failure);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "The hub failed. What went wrong is in its log.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return faults(failure.getFieldErrors().stream()
                .map(field -> new Fault(field.getField(), words(field)))
                .toList());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Fault> faults = new ArrayList<>();
        failure.getParameterValidationResults().forEach(result -> {
            String name = Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "parameter");
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                String field = error instanceof FieldError inside ? inside.getField() : name;
                faults.add(new Fault(field, words(error)));
            }
        });
        return faults(faults);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge large) {
                return tooLarge(large);
            }
            if (cause instanceof DatabindException wrong) {
                return answer(HttpStatus.BAD_REQUEST, misplaced(wrong));
            }
            if (cause instanceof StreamReadException) {
                return answer(HttpStatus.BAD_REQUEST, "The body is not valid JSON in UTF-8.");
            }
        }
        return answer(HttpStatus.BAD_REQUEST, "The body is missing or cannot be read. Send JSON in UTF-8.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "value";
        return answer(
                HttpStatus.BAD_REQUEST, "'" + name + "' is not of its type. The API's description says what it is.");
    }

    /** Everything else the framework refuses, by its status alone. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode code, WebRequest request) {
        HttpStatus status = Objects.requireNonNullElse(HttpStatus.resolve(code.value()), HttpStatus.BAD_REQUEST);
        String detail = status.getReasonPhrase() + ".";
        if (failure instanceof MissingRequestHeaderException header) {
            detail = "The header '" + header.getHeaderName() + "' is missing.";
        } else if (failure instanceof MissingServletRequestParameterException parameter) {
            detail = "The parameter '" + parameter.getParameterName() + "' is missing.";
        }
        return answer(status, detail);
    }

    private static ResponseEntity<Object> faults(List<Fault> faults) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "Parts of the request are wrong; see 'errors'.");
        problem.setProperty("errors", faults);
        return answer(problem);
    }

    private static ResponseEntity<Object> answer(HttpStatus status, String detail) {
        return answer(ProblemDetail.forStatusAndDetail(status, detail));
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static String words(MessageSourceResolvable error) {
        return Objects.requireNonNullElse(error.getDefaultMessage(), "is wrong");
    }

    /** Names the field by its path in the body: that is the sender's own word, cut to a sane length. */
    private static String misplaced(DatabindException wrong) {
        StringBuilder path = new StringBuilder();
        wrong.getPath().forEach(part -> {
            String name = part.getPropertyName();
            path.append(name == null ? "[" + part.getIndex() + "]" : (path.isEmpty() ? "" : ".") + name);
        });
        String name = path.length() > LONGEST_NAME ? path.substring(0, LONGEST_NAME) : path.toString();
        return name.isEmpty()
                ? "The body is not of the form the API's description states."
                : "Field '" + name + "' is unknown, there twice, or not of its type.";
    }
}
