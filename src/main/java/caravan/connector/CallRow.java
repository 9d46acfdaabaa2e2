package caravan.connector;

import caravan.kernel.Fault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the call log, redacted.
 *
 * @param subject what it is about; null if that is not one thing
 * @param path with query
 * @param status null if there was no answer
 * @param cost by the vendor's count
 * @param requestId the vendor's id of the call
 * @param request body, only of a call that failed
 * @param answer body, only of a call that failed
 */
record CallRow(
        Instant at,
        String connection,
        String route,
        @Nullable String subject,
        String method,
        String path,
        @Nullable Integer status,
        @Nullable Long cost,
        @Nullable String requestId,
        long millis,
        long requestBytes,
        long answerBytes,
        @Nullable Fault fault,
        @Nullable String detail,
        @Nullable String request,
        @Nullable String answer) {}
