package caravan.incident;

import java.util.List;

/** What a person can decide about an incident. */
public enum Choice {
    CREATE_ITEM(
            "Create the item",
            "Adds the item. Orders that wait for it reserve at once, and the channel's listing is tied to it with the next"
                    + " import, which begins now.",
            false),
    MAP_TO_ITEM(
            "Map to an item",
            "From now on the hub takes it for the item you name, on this channel only. Orders that wait for it reserve at"
                    + " once, and the import begins now.",
            false),
    IGNORE(
            "Ignore it",
            "It is no item of yours: on this channel it is neither kept in step nor does it reserve anything, in orders that"
                    + " are here and in those to come.",
            true),
    KEEP_ONE(
            "Keep one listing in step",
            "The hub keeps the listing you name in step and leaves the others alone. Sales of the others still reserve the"
                    + " item, where the channel's orders tell them apart.",
            false),
    CREATE_FOR_ONE(
            "Create an item for one listing",
            "Adds an item under a SKU of your choice, which the listing you name stands for from now on, whatever SKU the"
                    + " channel writes on it. Orders that are here stay as they are.",
            false),
    MAP_ONE(
            "Map one listing to another item",
            "From now on the hub takes the listing you name for that item, whatever SKU the channel writes on it. Orders that"
                    + " are here stay as they are.",
            false),
    IGNORE_ONE(
            "Ignore one listing",
            "The listing you name is no item of yours: from now on it is neither kept in step nor does it reserve anything,"
                    + " where the channel's orders tell it apart. Orders that are here stay as they are.",
            false),
    IMPORT_AGAIN(
            "Import again",
            "Lists what the channel sells once more. The incident closes by itself if every listing has its own SKU by then.",
            true),
    LOOK_AGAIN(
            "Look again",
            "Compares what is owed with what is on hand now. The incident closes if there is enough.",
            true),
    ACCEPT(
            "Accept it",
            "The incident is closed, nothing else changes. It is raised again if the same is found again.",
            true),
    HUB_WINS(
            "The hub is right",
            "The channel is brought back to what the hub wants; the ledger stays, or returns to what it was before the"
                    + " difference was booked.",
            false),
    CHANNEL_WINS(
            "The channel is right",
            "The difference is booked as a stock count where this channel is fed first; the other channels follow.",
            false),
    TAKE_LEDGER(
            "Take what the ledger says",
            "The level is set to what its movements add up to; the channels follow. The ledger itself stays as it is.",
            false),
    READ_ORDER_AGAIN(
            "Read the order again",
            "The order is read at the channel. The incident closes by itself if what is read settles it.",
            true),
    TREAT_AS_DELETED(
            "Treat as deleted",
            "The order is booked as deleted. Units it still owes are withheld, until you put them back or write them off.",
            false),
    READ_FIGURE_AGAIN(
            "Read the figure again",
            "The figure is read at the channel. The incident closes by itself once the channel counts the listing's stock.",
            true),
    READ_LOCATIONS_AGAIN(
            "Read the locations again",
            "The connection is tested and the channel's locations are read. The incident closes by itself once the connection"
                    + " names only locations that are there.",
            true),
    READ_NOW(
            "Read it now",
            "It is read at the channel as soon as it is its turn. The incident closes by itself once that succeeds.",
            true),
    STOP_TRYING(
            "Stop trying",
            "It is not read before the channel names it again, and how it changed stays unknown. Listings that wait for it may"
                    + " be raised again, except that units missing at the channel are not put back by themselves for a day.",
            true),
    PUT_BACK(
            "Put back for sale",
            "The units are for sale again; the channels follow. The incident closes once nothing of the order is withheld.",
            false),
    WRITE_OFF(
            "Write off",
            "The units leave the stock for good. The incident closes once nothing of the order is withheld.",
            false),
    RETRY("Retry as it came", "The message is taken in once more, byte for byte as it came.", true),
    EDIT_AND_RETRY(
            "Retry what you edited",
            "The edited message is taken in instead. The bytes that came stay as they are.",
            false),
    DISCARD("Discard", "The message has no effect, ever. Its bytes stay here.", true),
    TRY_AGAIN(
            "Write again",
            "The figure is written again as soon as it is its turn. The incident closes by itself once the channel accepts it.",
            true),
    STOP_WRITING(
            "Stop writing this listing",
            "The listing is only watched until you let it be written again on its item's page.",
            true);

    private final String title;
    private final String consequence;
    private final boolean forMany;

    Choice(String title, String consequence, boolean forMany) {
        this.title = title;
        this.consequence = consequence;
        this.forMany = forMany;
    }

    /** What a button says. */
    public String title() {
        return title;
    }

    /** What will happen. */
    public String consequence() {
        return consequence;
    }

    /** The arguments it cannot do without. */
    public List<String> needed() {
        return switch (this) {
            case CREATE_ITEM -> List.of("sku", "title");
            case MAP_TO_ITEM -> List.of("sku");
            case KEEP_ONE, IGNORE_ONE -> List.of("listing");
            case CREATE_FOR_ONE -> List.of("listing", "sku", "title");
            case MAP_ONE -> List.of("listing", "sku");
            case EDIT_AND_RETRY -> List.of("body");
            case IGNORE,
                    IMPORT_AGAIN,
                    LOOK_AGAIN,
                    ACCEPT,
                    HUB_WINS,
                    CHANNEL_WINS,
                    TAKE_LEDGER,
                    READ_ORDER_AGAIN,
                    TREAT_AS_DELETED,
                    READ_FIGURE_AGAIN,
                    READ_LOCATIONS_AGAIN,
                    READ_NOW,
                    STOP_TRYING,
                    PUT_BACK,
                    WRITE_OFF,
                    RETRY,
                    DISCARD,
                    TRY_AGAIN,
                    STOP_WRITING -> List.of();
        };
    }

    /** Whether it moves units, so that a repeat of it could move them twice. */
    public boolean movesStock() {
        return switch (this) {
            case HUB_WINS, CHANNEL_WINS, TAKE_LEDGER, TREAT_AS_DELETED, PUT_BACK, WRITE_OFF -> true;
            case CREATE_ITEM,
                    MAP_TO_ITEM,
                    IGNORE,
                    KEEP_ONE,
                    CREATE_FOR_ONE,
                    MAP_ONE,
                    IGNORE_ONE,
                    IMPORT_AGAIN,
                    LOOK_AGAIN,
                    ACCEPT,
                    READ_ORDER_AGAIN,
                    READ_FIGURE_AGAIN,
                    READ_LOCATIONS_AGAIN,
                    READ_NOW,
                    STOP_TRYING,
                    RETRY,
                    EDIT_AND_RETRY,
                    DISCARD,
                    TRY_AGAIN,
                    STOP_WRITING -> false;
        };
    }

    /** Whether it can be decided for many incidents at once, as it needs no arguments. */
    public boolean isForMany() {
        return forMany;
    }
}
