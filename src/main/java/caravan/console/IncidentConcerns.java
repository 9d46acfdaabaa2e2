package caravan.console;

import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.inventory.StockView;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.order.OrderKey;
import caravan.order.OrderList;
import caravan.order.OrderView;
import caravan.order.Orders;
import caravan.xray.WithheldLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What an incident concerns: its orders, their withheld units, and its facts in words. */
@Component
class IncidentConcerns {
    private static final int MOST = 50;
    private static final Map<String, String> NAMES = names();

    private final Orders orders;
    private final OrderList list;
    private final OrderView view;
    private final StockView stock;
    private final WithheldLines withheld;
    private final IncidentList incidents;

    IncidentConcerns(
            Orders orders,
            OrderList list,
            OrderView view,
            StockView stock,
            WithheldLines withheld,
            IncidentList incidents) {
        this.orders = orders;
        this.list = list;
        this.view = view;
        this.stock = stock;
        this.withheld = withheld;
        this.incidents = incidents;
    }

    /** The orders it is about, at most 50. */
    List<OrderList.Row> orders(Incident incident) {
        List<OrderKey> keys =
                switch (incident.kind()) {
                    case UNKNOWN_SKU ->
                        orders.waiting(
                                new ConnectionId(incident.connection()),
                                incident.fact("sku"),
                                incident.fact("listing"),
                                MOST);
                    case OVERSOLD ->
                        incident.fact("sku").isEmpty()
                                ? List.of()
                                : view.keys(
                                        stock.owing(new Sku(incident.fact("sku")), incident.fact("location"), MOST));
                    case TOTALS_DIFFER, ORDER_DELETED, ORDER_NOT_FOUND, WITHHELD_UNITS -> List.of(key(incident));
                    case ORDERS_MISSED,
                            DUPLICATE_SKU,
                            DRIFT,
                            UNREADABLE_MESSAGE,
                            WRITE_REFUSED,
                            WRITING_FORBIDDEN,
                            DATABASE_RESTORED,
                            STOCK_NOT_MANAGED,
                            LEDGER_DIFFERS,
                            UNKNOWN_LOCATION,
                            FIGURES_FAILING -> List.of();
                    case LOOK_FAILING ->
                        incident.fact("look").equals("order")
                                ? List.of(new OrderKey(
                                        new ConnectionId(incident.connection()), incident.fact("external")))
                                : List.of();
                };
        return keys.isEmpty() ? List.of() : list.of(keys);
    }

    /** What is withheld of the order it is about. */
    List<WithheldLines.Line> withheld(Incident incident) {
        return incident.kind().isAboutWithheldUnits()
                ? withheld.of(incident.connection(), incident.subject())
                : List.of();
    }

    /** What is withheld of an order. */
    List<WithheldLines.Line> withheld(long order) {
        return withheld.of(order);
    }

    /** Where somebody can decide on the withheld units of an order. */
    Optional<Long> aboutWithheld(OrderKey order) {
        String connection = order.connection().value();
        return incidents
                .open(IncidentKind.WITHHELD_UNITS, connection, order.externalId())
                .or(() -> incidents.open(IncidentKind.ORDER_DELETED, connection, order.externalId()));
    }

    /** The facts that tell people something, by name. */
    Map<String, String> facts(Incident incident) {
        Map<String, String> facts = new LinkedHashMap<>();
        NAMES.forEach((fact, name) -> {
            if (!incident.fact(fact).isEmpty()) {
                facts.put(name, incident.fact(fact));
            }
        });
        return facts;
    }

    /** The listings that share a SKU, by the channel's ids, with their titles. */
    static Map<String, String> listings(Incident incident) {
        Map<String, String> listings = new LinkedHashMap<>();
        List<String> places = new ArrayList<>();
        incident.facts().keySet().stream()
                .filter(fact -> fact.startsWith("listing."))
                .map(fact -> fact.substring("listing.".length()))
                .sorted()
                .forEach(places::add);
        places.forEach(place -> listings.put(incident.fact("listing." + place), incident.fact("title." + place)));
        return listings;
    }

    private static OrderKey key(Incident incident) {
        return new OrderKey(new ConnectionId(incident.connection()), incident.subject());
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("sku", "SKU");
        names.put("title", "Title at the channel");
        names.put("external", "Id at the channel");
        names.put("location", "Location");
        names.put("units", "Difference");
        names.put("policy", "Policy");
        names.put("topic", "Topic");
        names.put("received", "Received");
        names.put("order", "Order");
        return names;
    }
}
