package caravan.xray;

import caravan.connector.CallView;
import caravan.intake.Deliveries;
import caravan.inventory.EffectView;
import caravan.inventory.StockView;
import caravan.kernel.ConnectionId;
import caravan.order.OrderView;
import caravan.xray.Event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries of the books in words, without personal data. */
final class Telling {
    private Telling() {}

    static Event came(ConnectionId connection, Deliveries.Came came) {
        String detail =
                String.format(Locale.ROOT, "%,d bytes, %s: %s", came.size(), signature(came), word(came.outcome()));
        return new Event(
                came.receivedAt(),
                Kind.DELIVERY,
                came.id(),
                connection,
                came.topic(),
                detail,
                came.outcome().equals("UNREADABLE"));
    }

    private static String signature(Deliveries.Came came) {
        if (came.outcome().endsWith("_AFTER_EDIT")) {
            return "edited by a person";
        }
        return came.signature() == null
                ? "how its signature was verified is not recorded"
                : "signature right (" + came.signature().replace('_', '-') + ")";
    }

    static Event changed(OrderView.Entry entry) {
        return new Event(entry.at(), Kind.ORDER, entry.id(), null, entry.event(), entry.detail(), false);
    }

    static Event moved(StockView.Entry entry) {
        List<String> moved = new ArrayList<>();
        add(moved, "on hand", entry.onHand());
        add(moved, "reserved", entry.reserved());
        add(moved, "withheld", entry.withheld());
        return new Event(
                entry.at(),
                Kind.STOCK,
                entry.id(),
                null,
                entry.sku() + " at " + entry.location(),
                String.join(", ", moved) + ": " + entry.reason(),
                false);
    }

    static Event taken(EffectView.Taken taken) {
        long more = taken.taken() - taken.before();
        String detail = more > 0
                ? "the channel took " + more + " out of its own figure; it need not be told"
                : "the channel put " + -more + " back into its own figure; it need not be told";
        return new Event(
                taken.at(),
                Kind.TAKEN,
                taken.line(),
                taken.connection(),
                place(taken.sku().value(), taken.channelLocation()),
                detail,
                false);
    }

    static Event told(EffectView.Told told) {
        String what = place(told.sku().value(), told.channelLocation()) + ": " + change(told.delta()) + ", from "
                + told.expected() + " to " + (told.expected() + told.delta());
        return new Event(
                told.sentAt(),
                Kind.WRITE,
                told.number(),
                told.connection(),
                what,
                outcome(told),
                told.outcome() != null && !told.outcome().equals("confirmed"));
    }

    private static String outcome(EffectView.Told told) {
        if (told.outcome() == null) {
            return name(told.write()) + " is under way";
        }
        String after = told.closedAt() == null
                ? ""
                : " after "
                        + took(Duration.between(told.sentAt(), told.closedAt()).toMillis());
        return name(told.write()) + " " + told.outcome() + after;
    }

    /** Enough to tell the writes of an order apart, and to find one at the vendor by. */
    private static String name(UUID write) {
        return "write " + write.toString().substring(0, 8);
    }

    static Event called(CallView.About about) {
        CallView.Call call = about.call();
        return new Event(
                call.at(),
                Kind.CALL,
                about.id(),
                about.connection(),
                call.method() + " " + call.path(),
                answer(call) + (about.write() == null ? ", to read the order" : ", " + name(about.write())),
                call.fault() != null);
    }

    private static String answer(CallView.Call call) {
        String answer = call.status() == null ? "no answer" : "answered " + call.status();
        return answer + " after " + took(call.millis())
                + text(", ", call.fault() == null ? null : word(call.fault()))
                + text(": ", call.detail());
    }

    private static String text(String before, @Nullable String text) {
        return text == null || text.isEmpty() ? "" : before + text;
    }

    private static String place(String sku, String channelLocation) {
        return channelLocation.equals("default") ? sku : sku + " at " + channelLocation;
    }

    private static void add(List<String> moved, String name, long units) {
        if (units != 0) {
            moved.add(name + " " + change(units));
        }
    }

    private static String change(long units) {
        return units > 0 ? "+" + units : "\u2212" + -units;
    }

    private static String took(long millis) {
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
