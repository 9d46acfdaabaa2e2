package caravan.connector;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** How long a vendor wants to be left alone: seconds, decimal seconds or a date, and never more than an hour. */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Reads a header's value; {@code date} is the answer's own, so that the vendor's clock need not be ours. */
    static Duration of(@Nullable String value, @Nullable String date) {
        if (value == null || value.length() > 40) {
            return Duration.ZERO;
        }
        String text = value.strip();
        if (text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            return bounded(
                    Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue()));
        }
        Instant until = DateUtils.parseStandardDate(text);
        if (until == null) {
            return Duration.ZERO;
        }
        Instant now = date == null ? null : DateUtils.parseStandardDate(date);
        return bounded(Duration.between(now == null ? Instant.now() : now, until));
    }

    private static Duration bounded(Duration length) {
        if (length.isNegative()) {
            return Duration.ZERO;
        }
        return length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }
}
