package caravan.kit;

import caravan.sandbox.Twin;
import caravan.sandbox.TwinRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands before a pretend store and keeps its own account of why each figure moved: a write over the API, a shopper or an order
 * of his changed later, or the merchant's hand. One thing happens at a time, so that the vendor's own races are left out.
 */
public final class WatchedStore {
    private static final Set<String> SHOPPING = Set.of("order", "pay", "edit", "cancel", "refund", "bin");

    /** Hears of every write that raised a figure, before anything else can happen. */
    public interface Raises {
        /** Notes that a write has raised a SKU to a figure. */
        void raised(WatchedStore store, String sku, int figure);
    }

    private final Twin twin;
    private final Twin front;
    private final List<String> skus;
    private final Raises raises;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Integer> addedByHand = new HashMap<>();

    public WatchedStore(Twin twin, List<String> skus, Raises raises) {
        this.twin = twin;
        this.skus = skus;
        this.raises = raises;
        this.front = (Twin) Proxy.newProxyInstance(
                Twin.class.getClassLoader(),
                new Class<?>[] {Twin.class},
                (proxy, method, values) -> call(method, values));
    }

    /** The store as the hub, shoppers and the merchant see it. */
    public Twin front() {
        return front;
    }

    /** Units of a SKU that this store holds for its orders. */
    public synchronized int taken(String sku) {
        return taken.getOrDefault(sku, 0);
    }

    /** Units of a SKU that the merchant ever added by hand; what he took away is not set against them. */
    public synchronized int addedByHand(String sku) {
        return addedByHand.getOrDefault(sku, 0);
    }

    private Object call(Method method, Object[] values) throws Throwable {
        boolean write = method.getName().equals("answer") && twin.writes((TwinRequest) values[0]);
        boolean shopping = SHOPPING.contains(method.getName());
        boolean hand = method.getName().equals("setStock");
        return write || shopping || hand ? watched(method, values, write, shopping) : invoke(method, values);
    }

    private synchronized Object watched(Method method, Object[] values, boolean write, boolean shopping)
            throws Throwable {
        Map<String, Integer> before = figures();
        Object answer = invoke(method, values);
        figures().forEach((sku, figure) -> {
            int change = figure - before.getOrDefault(sku, 0);
            if (shopping) {
                taken.merge(sku, -change, Integer::sum);
            } else if (change > 0 && write) {
                raises.raised(this, sku, figure);
            } else if (change > 0) {
                addedByHand.merge(sku, change, Integer::sum);
            }
        });
        return answer;
    }

    private Map<String, Integer> figures() {
        Map<String, Integer> figures = new HashMap<>();
        skus.forEach(sku -> figures.put(sku, twin.stock(sku)));
        return figures;
    }

    private Object invoke(Method method, Object[] values) throws Throwable {
        try {
            return method.invoke(twin, values);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
