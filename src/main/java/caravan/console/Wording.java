package caravan.console;

import caravan.inventory.ListingView.Figure;
import caravan.inventory.Preview;
import caravan.kernel.DriftPolicy;
import caravan.link.DutyKind;
import caravan.xray.Event;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How pages write times and amounts. */
final class Wording {
    static final Wording NOW = new Wording();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** A moment in UTC. */
    public String at(@Nullable Instant moment) {
        return moment == null ? "never" : TIME.format(moment);
    }

    /** A moment in UTC, as exactly as events of one order follow each other. */
    public String instant(Instant moment) {
        return MILLIS.format(moment);
    }

    /** The label of what happened. */
    public String colour(Event.Kind kind) {
        return switch (kind) {
            case DELIVERY -> "pf-m-cyan";
            case ORDER -> "pf-m-blue";
            case STOCK -> "pf-m-purple";
            case TAKEN -> "pf-m-gold";
            case WRITE -> "pf-m-green";
            case CALL -> "pf-m-grey";
        };
    }

    /** How long ago it was, roughly. */
    public String ago(@Nullable Instant moment) {
        if (moment == null) {
            return "never";
        }
        Duration since = Duration.between(moment, Instant.now());
        if (since.isNegative() || since.toSeconds() < 2) {
            return "just now";
        }
        if (since.toMinutes() < 2) {
            return since.toSeconds() + " s ago";
        }
        if (since.toHours() < 2) {
            return since.toMinutes() + " min ago";
        }
        return since.toDays() < 2 ? since.toHours() + " h ago" : since.toDays() + " days ago";
    }

    /** An amount, with as many decimals as its currency has or it needs. */
    public String money(@Nullable BigDecimal amount, @Nullable String currency) {
        if (amount == null || currency == null) {
            return "";
        }
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.max(digits, plain.scale())).toPlainString() + " " + currency;
    }

    /** A constant as a word: {@code PARTLY_PAID} as {@code partly paid}. */
    public String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What is done for a connection again and again, in words. */
    public String duty(String kind) {
        return DutyKind.of(kind).map(Wording::duty).orElse(kind);
    }

    private static String duty(DutyKind kind) {
        return switch (kind) {
            case ACCOUNT -> "Test of the credentials";
            case ORDERS -> "Poll of changed orders";
            case HISTORY -> "Backfill of orders";
            case RECONCILIATION -> "Reconciliation of whole days";
            case CATALOGUE -> "Import of the catalogue";
            case FIGURES -> "Reading of all figures";
            case WEBHOOKS -> "Care for the webhooks";
        };
    }

    /** A period. */
    public String every(@Nullable Duration period) {
        if (period == null) {
            return "on demand";
        }
        if (period.toSeconds() < 1) {
            return period.toMillis() + " ms";
        }
        if (period.toSeconds() % 3600 == 0) {
            return period.toHours() + " h";
        }
        boolean minutes = period.toSeconds() % 60 == 0;
        return minutes ? period.toMinutes() + " min" : period.toSeconds() + " s";
    }

    /** What happens to a difference that no order explains. */
    public String drift(DriftPolicy policy) {
        return switch (policy) {
            case HUB -> "the hub is right: the channel is brought back";
            case CHANNEL -> "the channel is right: booked as a stock count";
            case ASK -> "a person decides; until then nothing is raised";
        };
    }

    /** Why a listing would not be written. */
    public String why(Preview.Why why) {
        return switch (why) {
            case NOT_LISTED ->
                "not in the channel's catalogue: deleted, hidden, there twice, or under another SKU; it comes back once listed again";
            case NOT_READ -> "no figure read yet";
            case NOT_MANAGED -> "the channel does not count its stock";
            case NO_OPENING -> "no opening balance";
            case OPENED_ELSEWHERE -> "no opening balance at a location that feeds it";
            case NOT_FED -> "no location feeds it";
            case UNCERTAIN -> "its figure is uncertain: raised after the next reading";
            case HELD -> "held: raised after the next pull of orders";
        };
    }

    /** A short time, as exactly as it matters. */
    public String took(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() < 60
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : length(time.toSeconds());
    }

    /** How a clock goes that is so many seconds ahead. */
    public String skew(long seconds) {
        if (seconds == 0) {
            return "right";
        }
        return length(Math.abs(seconds)) + (seconds > 0 ? " fast" : " slow");
    }

    private static String length(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** A rate without decimals it does not need. */
    public String rate(double rate) {
        return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    /** A difference with its sign; nothing if there is none. */
    public String change(long units) {
        return units == 0 ? "" : units > 0 ? "+" + units : "\u2212" + -units;
    }

    /** How a listing's figure is marked: one that may show too many stands out, one that shows too few is only marked. */
    public String mark(Figure figure) {
        if (!figure.live() || figure.inStep()) {
            return "";
        }
        Long shown = figure.shown();
        return shown == null || shown > figure.wanted() ? "caravan-apart" : "caravan-low";
    }
}
