package caravan.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pretend store: answers as its vendor does, and lets shoppers and its merchant act. What its vendor would not let them do is an
 * {@link IllegalArgumentException} with the reason.
 */
public interface Twin extends AutoCloseable {

    /** The vendor, as in the store's address. */
    String vendor();

    /** The store's name, as in its address. */
    String store();

    /** Answers a request as the vendor would, faults aside. */
    TwinAnswer answer(TwinRequest request);

    /** Says whether a request may change something; one that only asks may be a POST, too. */
    default boolean writes(TwinRequest request) {
        return request.writes();
    }

    /** The vendor's own way to say that it cannot answer. */
    TwinAnswer failing(int status);

    /** What a connection to this store has to be told, secrets included, by the connector's setting names; the address excepted. */
    Map<String, String> credentials();

    /** What a connection to this store has to be told besides, by the connector's setting names; the address excepted. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** What people call the store. */
    String title();

    /** Which of the store's locations its online orders take from. */
    default String channelLocation() {
        return "default";
    }

    Faults faults();

    StoreClock clock();

    Shopper shopper();

    /** The SKUs that can be bought. */
    List<String> skus();

    /** The figure the store shows for a SKU. */
    int stock(String sku);

    /** A shopper orders; answers the order's id. */
    String order(Purchase purchase);

    /** The store's orders, newest first. */
    List<TwinOrder> orders(int most);

    /** One order, in the bin or not. */
    Optional<TwinOrder> find(String order);

    /** The shopper of an unpaid order pays. */
    void pay(String order);

    /** The merchant changes how many units of a SKU an order has; 0 takes the line out. */
    void edit(String order, String sku, int quantity);

    /** The merchant cancels an order. */
    void cancel(String order);

    /** The merchant gives the money for some units back, and puts them back into stock if {@code restock} says so. */
    void refund(String order, String sku, int quantity, boolean restock);

    /** The merchant ships all that is left of an order. */
    void ship(String order);

    /** The merchant bins an order. */
    void bin(String order);

    /** The merchant deletes an order for good. */
    void delete(String order);

    /** The merchant sets a figure by hand. */
    void setStock(String sku, int units);

    Subscriptions subscriptions();

    /** The vendor switches every webhook subscription off. */
    void disableSubscriptions();

    @Override
    void close();
}
