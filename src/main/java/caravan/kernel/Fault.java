package caravan.kernel;

import java.util.Locale;

/** Why a call to a vendor failed, in the only terms that matter for what happens next. */
public enum Fault {
    /** The vendor never saw the request. */
    UNREACHED,
    /** The vendor may have seen the request. */
    UNANSWERED,
    /** The vendor wants it later. */
    THROTTLED,
    /** A business no: asking again changes nothing. */
    REFUSED,
    /** Credentials or permissions are wrong. */
    MISCONFIGURED,
    /** Our own mistake: a person has to look. */
    DEFECT;

    /** The word people read, as it begins a sentence: {@code Throttled}. */
    public String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** Whether the vendor did nothing, for certain. */
    public boolean isDefiniteNo() {
        return switch (this) {
            case UNREACHED, THROTTLED, REFUSED, MISCONFIGURED -> true;
            // An answer we could not read may have been a yes.
            case UNANSWERED, DEFECT -> false;
        };
    }

    /** Whether trying again later can help without anybody changing anything. */
    public boolean isPassing() {
        return switch (this) {
            case UNREACHED, UNANSWERED, THROTTLED, MISCONFIGURED -> true;
            case REFUSED, DEFECT -> false;
        };
    }
}
