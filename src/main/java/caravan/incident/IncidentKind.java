package caravan.incident;

import java.util.List;

/** What kind of decision is needed, and what can be decided. */
public enum IncidentKind {
    UNKNOWN_SKU("Unknown SKU"),
    DUPLICATE_SKU("Duplicate SKU"),
    OVERSOLD("Oversold"),
    DRIFT("Drift"),
    TOTALS_DIFFER("Totals differ"),
    ORDER_DELETED("Order deleted"),
    /** The channel does not find an order by its id, which does not prove that it was deleted. */
    ORDER_NOT_FOUND("Order not found"),
    WITHHELD_UNITS("Withheld units"),
    /** Orders that neither a webhook nor a poll had brought. They are in now; why they were missed is the question. */
    ORDERS_MISSED("Orders missed"),
    UNREADABLE_MESSAGE("Unreadable message"),
    WRITE_REFUSED("Write refused"),
    /** The channel lets a connection's credentials read, but not change stock. */
    WRITING_FORBIDDEN("Writing forbidden"),
    STOCK_NOT_MANAGED("Stock not managed"),
    /** The database is another one than before, or was taken back to an earlier time. */
    DATABASE_RESTORED("Database restored"),
    /** A level is not what its movements add up to. */
    LEDGER_DIFFERS("Ledger differs"),
    /** A connection names a location that its channel does not have. */
    UNKNOWN_LOCATION("Unknown location"),
    /** What the hub has to read by itself, as it knows of it too little, fails time and again. */
    LOOK_FAILING("Cannot be read"),
    /** A channel does not tell what it shows. */
    FIGURES_FAILING("Figures cannot be read");

    private final String title;

    IncidentKind(String title) {
        this.title = title;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** Whether it waits for a decision on units of its order that are withheld. */
    public boolean isAboutWithheldUnits() {
        return this == ORDER_DELETED || this == WITHHELD_UNITS;
    }

    /** All that can be decided about it, the most usual first. */
    public List<Choice> choices() {
        return switch (this) {
            case UNKNOWN_SKU -> List.of(Choice.CREATE_ITEM, Choice.MAP_TO_ITEM, Choice.IGNORE);
            case DUPLICATE_SKU ->
                List.of(Choice.KEEP_ONE, Choice.CREATE_FOR_ONE, Choice.MAP_ONE, Choice.IGNORE_ONE, Choice.IMPORT_AGAIN);
            case OVERSOLD -> List.of(Choice.LOOK_AGAIN, Choice.ACCEPT);
            case DRIFT -> List.of(Choice.HUB_WINS, Choice.CHANNEL_WINS);
            case TOTALS_DIFFER -> List.of(Choice.READ_ORDER_AGAIN, Choice.ACCEPT);
            case ORDER_DELETED -> List.of(Choice.PUT_BACK, Choice.WRITE_OFF, Choice.READ_ORDER_AGAIN, Choice.ACCEPT);
            case ORDER_NOT_FOUND -> List.of(Choice.READ_ORDER_AGAIN, Choice.TREAT_AS_DELETED);
            case WITHHELD_UNITS -> List.of(Choice.PUT_BACK, Choice.WRITE_OFF, Choice.READ_ORDER_AGAIN);
            case ORDERS_MISSED -> List.of(Choice.ACCEPT);
            case UNREADABLE_MESSAGE -> List.of(Choice.RETRY, Choice.EDIT_AND_RETRY, Choice.DISCARD);
            case WRITE_REFUSED -> List.of(Choice.TRY_AGAIN, Choice.STOP_WRITING);
            case WRITING_FORBIDDEN, DATABASE_RESTORED -> List.of(Choice.ACCEPT);
            case LEDGER_DIFFERS -> List.of(Choice.TAKE_LEDGER, Choice.ACCEPT);
            case STOCK_NOT_MANAGED -> List.of(Choice.READ_FIGURE_AGAIN, Choice.STOP_WRITING);
            case UNKNOWN_LOCATION -> List.of(Choice.READ_LOCATIONS_AGAIN, Choice.ACCEPT);
            case LOOK_FAILING -> List.of(Choice.READ_NOW, Choice.STOP_TRYING);
            case FIGURES_FAILING -> List.of(Choice.READ_NOW);
        };
    }
}
