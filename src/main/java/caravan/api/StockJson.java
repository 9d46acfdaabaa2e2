package caravan.api;

import caravan.inventory.Level;
import caravan.inventory.ListingView;
import caravan.inventory.Reckoning;
import caravan.inventory.StockView;
import caravan.kernel.DriftPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stock as the API writes it; every figure is in units. */
final class StockJson {
    private StockJson() {}

    /** One item at one location. */
    @Schema(name = "StockLevel")
    record AtLocation(
            @Schema(description = "For a bundle, its component", example = "TEE-RED-M")
            String sku,

            @Schema(example = "main") String location,
            @Schema(example = "40") long onHand,

            @Schema(description = "Owed to customers", example = "3")
            long reserved,

            @Schema(description = "Neither owed nor for sale until a person decides", example = "0")
            long withheld,

            @Schema(example = "37") long available) {
        static AtLocation of(Level level) {
            return new AtLocation(
                    level.sku().value(),
                    level.location(),
                    level.onHand(),
                    level.reserved(),
                    level.withheld(),
                    level.available());
        }
    }

    /** What one channel should show of an item, and at most shows. */
    @Schema(name = "StockFigure")
    record OnChannel(
            @Schema(example = "oasis") String connection,
            @Schema(example = "default") String channelLocation,

            @Schema(description = "Whether the hub writes it")
            boolean live,

            @Schema(example = "37") long wanted,

            @Schema(nullable = true, description = "Null while no figure was read", example = "37") @Nullable
            Long shown) {
        static OnChannel of(ListingView.Figure figure) {
            return new OnChannel(
                    figure.connection().value(),
                    figure.channelLocation(),
                    figure.live(),
                    figure.wanted(),
                    figure.shown());
        }
    }

    /** An item of the list. */
    @Schema(name = "StockRow")
    record Row(
            @Schema(example = "TEE-RED-M") String sku,
            @Schema(example = "Red tee, M") String title,

            @Schema(description = "Of a bundle none: see the item")
            List<AtLocation> levels,

            List<OnChannel> channels) {}

    /** An item with the reasons of its figures. */
    @Schema(name = "StockOfItem")
    record OfItem(String sku, String title, List<AtLocation> levels, List<Listing> listings) {}

    /** One listing, and why it shows what it shows. */
    @Schema(name = "StockListing")
    record Listing(
            @Schema(description = "Its id", example = "12") long id,
            OnChannel figure,
            Rule rule,
            Book book,
            Waits waits,
            OnDrift onDrift) {
        static Listing of(ListingView.Reasons reasons) {
            return new Listing(
                    reasons.id(),
                    OnChannel.of(reasons.figure()),
                    Rule.of(reasons.reckoning()),
                    Book.of(reasons.book()),
                    Waits.of(reasons.waits()),
                    new OnDrift(reasons.onDrift().policy(), reasons.onDrift().decided()));
        }
    }

    /** What happens to differences that no order explains. */
    @Schema(name = "StockOnDrift")
    record OnDrift(
            DriftPolicy policy,

            @Schema(description = "Whether a person decided so for this listing; else its connection says so")
            boolean decided) {}

    /** How the wanted figure comes about, step by step. */
    @Schema(name = "StockReckoning")
    record Rule(
            long available,
            long buffer,
            long afterBuffer,
            @Schema(example = "1") String share,
            long afterShare,
            @Schema(nullable = true) @Nullable Long maximum,
            long afterMaximum,
            long minimum,
            long wanted) {
        static Rule of(Reckoning reckoning) {
            return new Rule(
                    reckoning.available(),
                    reckoning.buffer(),
                    reckoning.afterBuffer(),
                    reckoning.share().stripTrailingZeros().toPlainString(),
                    reckoning.afterShare(),
                    reckoning.maximum(),
                    reckoning.afterMaximum(),
                    reckoning.minimum(),
                    reckoning.wanted());
        }
    }

    /** What the shown figure is made of: baseline + pushed - counted. */
    @Schema(name = "StockBook")
    record Book(
            @Schema(nullable = true, description = "Read from the channel") @Nullable
            Long baseline,

            @Schema(nullable = true) @Nullable Instant readAt,

            @Schema(description = "Written by the hub since")
            long pushed,

            @Schema(description = "Sold by the channel since")
            long counted,

            @Schema(description = "Not explained by orders yet")
            long unexplained,

            @Schema(description = "By so much the channel may show less after an unanswered write; 0 or negative")
            long doubt) {
        static Book of(ListingView.Book book) {
            return new Book(
                    book.baseline(), book.readAt(), book.pushed(), book.counted(), book.unexplained(), book.doubt());
        }
    }

    /** What keeps a listing from being written, or is about to happen to it. */
    @Schema(name = "StockWaits")
    record Waits(
            @Schema(nullable = true, description = "Not raised until orders changed up to then are pulled") @Nullable
            Instant heldUntil,

            @Schema(description = "Not raised until a person decides")
            boolean heldForPerson,

            @Schema(description = "Only watched, until a person lets it be written again")
            boolean stopped,

            @Schema(nullable = true) @Nullable Instant readingDue,
            boolean writing,

            @Schema(
                    description =
                            "Not raised before the figure was read anew: how much the channel shows at most cannot be told")
            boolean uncertain,

            int attempts,
            @Schema(nullable = true) @Nullable String fault,
            @Schema(nullable = true) @Nullable String detail,

            @Schema(nullable = true, description = "Null unless its figure could not be read when it was tried last")
            @Nullable
            Unread unread) {
        static Waits of(ListingView.Waits waits) {
            return new Waits(
                    waits.heldUntil(),
                    waits.heldForPerson(),
                    waits.stopped(),
                    waits.readingDue(),
                    waits.writing(),
                    waits.uncertain(),
                    waits.attempts(),
                    waits.fault(),
                    waits.detail(),
                    waits.unread() == null
                            ? null
                            : new Unread(
                                    waits.unread().failures(),
                                    waits.unread().fault(),
                                    waits.unread().detail()));
        }
    }

    /** A figure that could not be read. */
    @Schema(name = "StockUnread")
    record Unread(
            @Schema(description = "How often in a row") int failures, String fault, String detail) {}

    /** One movement of the ledger, by differences. */
    @Schema(name = "StockMovement")
    record Moved(
            long id,
            Instant at,
            String sku,
            String location,
            long onHand,
            long reserved,
            long withheld,
            String reason,

            @Schema(nullable = true, example = "line 17") @Nullable
            String cause,

            @Schema(example = "token:warehouse") String actor) {
        static Moved of(StockView.Entry entry) {
            return new Moved(
                    entry.id(),
                    entry.at(),
                    entry.sku().value(),
                    entry.location(),
                    entry.onHand(),
                    entry.reserved(),
                    entry.withheld(),
                    entry.reason(),
                    entry.cause(),
                    entry.actor());
        }
    }
}
