package caravan.api;

import caravan.inventory.StockView;
import caravan.order.OrderList;
import caravan.order.OrderView;
import caravan.order.Party;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders as the API writes them. */
final class OrderJson {
    private OrderJson() {}

    /** One order of a list. */
    @Schema(name = "OrderSummary")
    record Summary(
            @Schema(description = "The hub's id", example = "17")
            long id,

            @Schema(example = "oasis") String connection,

            @Schema(description = "The channel's id", example = "5012")
            String externalId,

            @Schema(example = "1001") String number,

            @Schema(description = "UNPAID, SOLD or CANCELLED", example = "SOLD")
            String state,

            @Schema(example = "PAID") String payment,

            @Schema(description = "Whether it is gone at the channel")
            boolean deleted,

            Instant placedAt,
            Amount total) {
        static Summary of(OrderList.Row row) {
            return new Summary(
                    row.id(),
                    row.key().connection().value(),
                    row.key().externalId(),
                    row.number(),
                    row.state(),
                    row.payment(),
                    row.deleted(),
                    row.placedAt(),
                    Amount.known(row.total(), row.currency()));
        }
    }

    /**
     * One order whole.
     *
     * @param note null for viewers, or if there is none
     * @param parties null for viewers
     */
    @Schema(name = "Order")
    record Whole(
            long id,
            @Schema(example = "oasis") String connection,
            String externalId,

            @Schema(description = "Grows with every change; 0 while known by id only")
            long revision,

            String number,

            @Schema(description = "UNPAID, SOLD, CANCELLED, or UNKNOWN while known by id only")
            String state,

            String payment,
            boolean deleted,
            @Schema(nullable = true) @Nullable Instant placedAt,
            @Schema(nullable = true) @Nullable Instant updatedAt,
            Instant firstSeenAt,

            @Schema(description = "Whether prices hold their taxes")
            boolean taxesIncluded,

            @Schema(description = "In the currency of the shop and of the buyer")
            Sum total,

            Sum refunded,
            List<Line> lines,

            @Schema(description = "Taxes, discounts, shipping, fees, and the named rounding")
            List<Charge> charges,

            @Schema(nullable = true, description = "Operators only") @Nullable
            String note,

            @Schema(nullable = true, description = "Customer, billing and shipping: operators only") @Nullable
            List<Party> parties) {}

    /** A sum in both currencies; null while the order is known by its id only. */
    @Schema(name = "OrderSum")
    record Sum(
            @Schema(nullable = true) @Nullable Amount shop,
            @Schema(nullable = true) @Nullable Amount buyer) {}

    /** One line. */
    @Schema(name = "OrderLine")
    record Line(
            String externalId,

            @Schema(nullable = true, description = "The hub's item; null if it is none, or none yet") @Nullable
            String sku,

            @Schema(description = "As the channel wrote it") String channelSku,
            String title,

            @Schema(description = "False for gift cards, tips, custom lines")
            boolean stocked,

            long ordered,
            long cancelled,
            long shipped,
            long returned,

            @Schema(description = "Units the channel itself took out of its own figure")
            long taken,

            Amount.Both unit,
            List<Hold> holds) {}

    /** What a line holds of the stock: for a bundle, of each component. */
    @Schema(name = "OrderHold")
    record Hold(String sku, String location, long reserved, long withheld) {}

    /** One amount besides the lines. */
    @Schema(name = "OrderCharge")
    record Charge(
            @Schema(description = "TAX, DISCOUNT, SHIPPING, FEE or ROUNDING")
            String kind,

            @Schema(nullable = true, description = "The line it belongs to; null for the order") @Nullable
            String line,

            String title,

            @Schema(description = "Part of another amount already, so not added")
            boolean included,

            Amount.Both amount) {}

    /** One thing that happened. */
    @Schema(name = "OrderEvent")
    record Event(
            Instant at,

            @Schema(
                    description =
                            "delivery: a webhook came; order: a document of it was taken in or left aside; stock: units"
                                    + " moved in the ledger; taken: its own channel moved its own figure; write: a channel was told of"
                                    + " what it moved; call: the outward call of such a write, or one that read the order",
                    example = "write")
            String kind,

            @Schema(nullable = true, description = "The channel concerned", example = "bazaar") @Nullable
            String connection,

            @Schema(description = "In its book; of a delivery what its bytes are read by", example = "4711")
            long id,

            String what,
            String detail,

            @Schema(description = "Whether it did not end well")
            boolean trouble) {
        static Event of(caravan.xray.Event event) {
            return new Event(
                    event.at(),
                    event.kind().word(),
                    event.channel() == null ? null : event.channel().value(),
                    event.id(),
                    event.what(),
                    event.detail(),
                    event.trouble());
        }
    }

    /** What happened, the newest first. */
    @Schema(name = "OrderTimeline")
    record Timeline(
            @Schema(description = "False if older events were left out")
            boolean complete,

            List<Event> events,

            @Schema(description = "Give it as 'after' to get the older events; null if there are none", nullable = true)
            @Nullable
            String next) {}

    static Whole whole(
            OrderView.Head head,
            List<OrderView.Line> lines,
            List<OrderView.Amount> amounts,
            List<StockView.Hold> holds,
            @Nullable List<Party> parties) {
        OrderView.Sums sums = head.sums();
        Map<Long, List<StockView.Hold>> byLine = holds.stream().collect(Collectors.groupingBy(StockView.Hold::line));
        return new Whole(
                head.id(),
                head.key().connection().value(),
                head.key().externalId(),
                head.revision(),
                head.number(),
                head.state(),
                head.payment(),
                head.deleted(),
                head.placedAt(),
                head.vendorTime(),
                head.firstSeenAt(),
                sums.taxesIncluded(),
                new Sum(
                        Amount.of(sums.totalShop(), sums.shopCurrency()),
                        Amount.of(sums.totalBuyer(), sums.buyerCurrency())),
                new Sum(
                        Amount.of(sums.refundedShop(), sums.shopCurrency()),
                        Amount.of(sums.refundedBuyer(), sums.buyerCurrency())),
                lines.stream()
                        .map(line -> line(line, sums, byLine.getOrDefault(line.id(), List.of())))
                        .toList(),
                amounts.stream().map(amount -> charge(amount, sums)).toList(),
                parties == null || head.note().isEmpty() ? null : head.note(),
                parties);
    }

    private static Line line(OrderView.Line line, OrderView.Sums sums, List<StockView.Hold> holds) {
        return new Line(
                line.externalId(),
                line.sku(),
                line.channelSku(),
                line.title(),
                line.stocked(),
                line.ordered(),
                line.cancelled(),
                line.shipped(),
                line.returned(),
                line.taken(),
                new Amount.Both(
                        Amount.known(line.unit(), sums.shopCurrency()),
                        Amount.known(line.unitBuyer(), sums.buyerCurrency())),
                holds.stream()
                        .map(hold -> new Hold(hold.sku().value(), hold.location(), hold.reserved(), hold.withheld()))
                        .toList());
    }

    private static Charge charge(OrderView.Amount amount, OrderView.Sums sums) {
        return new Charge(
                amount.kind(),
                amount.line(),
                amount.title(),
                amount.included(),
                new Amount.Both(
                        Amount.known(amount.shop(), sums.shopCurrency()),
                        Amount.known(amount.buyer(), sums.buyerCurrency())));
    }
}
