package caravan.link;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done for a connection again and again, or once. */
public enum DutyKind {
    /** Proves the credentials. */
    ACCOUNT,
    /** Pulls the orders that changed since the last pull. */
    ORDERS,
    /** Pulls the orders that changed since a day in the past, once. */
    HISTORY,
    /** Lists the orders of whole days again, and looks for what was missed. */
    RECONCILIATION,
    /** Lists what the channel sells. */
    CATALOGUE,
    /** Reads every figure anew. */
    FIGURES,
    /** Looks after the webhook subscriptions. */
    WEBHOOKS;

    /** As it is stored. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a stored duty; empty if there is none of that name. */
    public static Optional<DutyKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
}
