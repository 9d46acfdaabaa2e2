package caravan.sandbox;

/** What can go wrong with a pretend store. */
public enum FaultKind {
    THROTTLED("429 that says when to come back", Strikes.REQUESTS, true),
    THROTTLED_WITHOUT_ADVICE("429 that does not", Strikes.REQUESTS, false),
    SERVER_ERROR("500; nothing was done", Strikes.REQUESTS, false),
    HTML_PAGE("An HTML page where JSON belongs; nothing was done", Strikes.REQUESTS, false),
    HANG("No answer at all; nothing was done", Strikes.REQUESTS, true),
    TRUNCATED_BODY("Done, but the answer breaks off", Strikes.REQUESTS, false),
    LOST_ANSWER("Done, but the connection closes before the answer", Strikes.REQUESTS, false),
    WEBHOOK_DUPLICATED("A webhook comes twice", Strikes.WEBHOOKS, false),
    WEBHOOK_DELAYED("A webhook comes late", Strikes.WEBHOOKS, true),
    WEBHOOK_REORDERED("A webhook comes after the one behind it", Strikes.WEBHOOKS, false),
    WEBHOOK_LOST("A webhook never comes", Strikes.WEBHOOKS, false);

    /** What a fault gets into the way of. */
    public enum Strikes {
        REQUESTS,
        WEBHOOKS
    }

    private final String meaning;
    private final Strikes strikes;
    private final boolean timed;

    FaultKind(String meaning, Strikes strikes, boolean timed) {
        this.meaning = meaning;
        this.strikes = strikes;
        this.timed = timed;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }

    public Strikes strikes() {
        return strikes;
    }

    /** Whether the length of its rule says anything. */
    public boolean isTimed() {
        return timed;
    }
}
