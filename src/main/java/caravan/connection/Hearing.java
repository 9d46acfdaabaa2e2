package caravan.connection;

import org.jspecify.annotations.Nullable;

/**
 * How a connection hears of what happens at its vendor: by webhooks, or by polls alone.
 *
 * @param address where its webhooks arrive; null if its vendor cannot reach this hub
 * @param missing setting with the secret that webhooks are signed with, if it is not filled in: without it the hub cannot tell
 *     genuine webhooks from forged ones, and takes none in; null if it is there
 * @param revision of the connection as it is known here
 * @param live whether the hub may subscribe to them; in shadow it only reads what is subscribed
 */
public record Hearing(@Nullable String address, @Nullable String missing, long revision, boolean live) {

    /** Whether webhooks could be taken in, so that their subscriptions are worth looking after. */
    public boolean canListen() {
        return address != null && missing == null;
    }
}
