package caravan.api;

/** What texts of requests may hold: no control characters, no half characters; neither the database nor a vendor takes them. */
final class Given {
    static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";
    static final String WRONG_TEXT = "must not hold control characters";
    static final int SKU = 255;
    static final int TITLE = 200;
    static final int REASON = 100;
    static final long UNITS = 1_000_000_000;

    private Given() {}
}
