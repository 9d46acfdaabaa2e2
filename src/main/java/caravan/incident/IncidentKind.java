package caravan.incident;

import java.util.List;

/** What kind of decision is needed, and what can be decided. */
public enum IncidentKind {
    UNKNOWN_SKU("Unknown SKU", Choice.CREATE_ITEM, Choice.MAP_TO_ITEM, Choice.IGNORE),
    DUPLICATE_SKU("Duplicate SKU", Choice.KEEP_ONE, Choice.IMPORT_AGAIN),
    OVERSOLD("Oversold", Choice.LOOK_AGAIN, Choice.ACCEPT),
    DRIFT("Drift", Choice.HUB_WINS, Choice.CHANNEL_WINS),
    TOTALS_DIFFER("Totals differ", Choice.READ_ORDER_AGAIN, Choice.ACCEPT),
    ORDER_DELETED("Order deleted", Choice.PUT_BACK, Choice.WRITE_OFF, Choice.READ_ORDER_AGAIN, Choice.ACCEPT),
    WITHHELD_UNITS("Withheld units", Choice.PUT_BACK, Choice.WRITE_OFF, Choice.READ_ORDER_AGAIN),
    UNREADABLE_MESSAGE("Unreadable message", Choice.RETRY, Choice.EDIT_AND_RETRY, Choice.DISCARD),
    WRITE_REFUSED("Write refused", Choice.TRY_AGAIN, Choice.STOP_WRITING),
    STOCK_NOT_MANAGED("Stock not managed", Choice.READ_FIGURE_AGAIN, Choice.STOP_WRITING);

    private final String title;
    private final List<Choice> choices;

    IncidentKind(String title, Choice... choices) {
        this.title = title;
        this.choices = List.of(choices);
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** All that can be decided about it, the most usual first. */
    public List<Choice> choices() {
        return choices;
    }
}
