package caravan.inventory;

import org.jspecify.annotations.Nullable;

/**
 * By how much what a line holds has changed, in units of the line.
 *
 * @param revision counts the line's changes, so that each is booked once
 * @param why what a person decided; null if the channel's document says it
 */
record LineChange(
        long line,
        long revision,
        long owed,
        long gone,
        long withheld,
        @Nullable String why) {

    LineChange(long line, long revision, long owed, long gone, long withheld) {
        this(line, revision, owed, gone, withheld, null);
    }

    boolean isNothing() {
        return owed == 0 && gone == 0 && withheld == 0;
    }

    /** Names the change for the ledger by what matters most about it. */
    String reason() {
        if (why != null) {
            return why;
        }
        if (gone > 0) {
            return "shipped";
        }
        if (gone < 0) {
            return "returned";
        }
        if (withheld > 0) {
            return "withheld";
        }
        return owed > 0 ? "reserved" : "released";
    }
}
