package caravan.xray;

import caravan.inventory.Withheld;
import caravan.kernel.ConnectionId;
import caravan.order.OrderKey;
import caravan.order.OrderView;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What of an order is withheld, line by line. */
@Component
public class WithheldLines {

    /** Units of one order line that are withheld. */
    public record Line(long line, String sku, String title, long units) {}

    private final OrderView orders;
    private final Withheld withheld;

    WithheldLines(OrderView orders, Withheld withheld) {
        this.orders = orders;
        this.withheld = withheld;
    }

    /** What is withheld of an order; lines that withhold nothing are left out. */
    public List<Line> of(long order) {
        List<OrderView.Line> lines = orders.lines(order);
        Map<Long, Long> units =
                withheld.of(lines.stream().map(OrderView.Line::id).toList());
        return lines.stream()
                .filter(line -> units.containsKey(line.id()))
                .map(line -> new Line(
                        line.id(),
                        line.sku() == null ? line.channelSku() : line.sku(),
                        line.title(),
                        units.getOrDefault(line.id(), 0L)))
                .toList();
    }

    /** What is withheld of an order by its channel's id; nothing if it is not there. */
    public List<Line> of(String connection, String externalId) {
        return orders.find(new OrderKey(new ConnectionId(connection), externalId))
                .map(order -> of(order.id()))
                .orElse(List.of());
    }
}
