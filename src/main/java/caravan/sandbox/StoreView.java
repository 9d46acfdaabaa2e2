package caravan.sandbox;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pretend store as its people see it, beside what the hub has in its books about it.
 *
 * @param connection the id of the hub's connection to it
 * @param ordersPerMinute how often its shoppers buy; 0 if they do not
 * @param skew how far its clock is ahead, negative if it is behind
 */
public record StoreView(
        String vendor,
        String store,
        String title,
        String connection,
        double ordersPerMinute,
        Duration skew,
        Subscriptions subscriptions,
        List<Fault> faults,
        List<Figure> figures) {

    /**
     * One kind of fault.
     *
     * @param rule null while it is switched off
     * @param struck how often it has struck since the store opened
     */
    public record Fault(FaultKind kind, @Nullable FaultRule rule, int struck) {
        public boolean active() {
            return rule != null;
        }
    }

    /**
     * One SKU.
     *
     * @param stock what the store shows
     * @param wanted what the hub wants it to show; null while the hub does not list it
     * @param shown the most it shows by the hub's books; null while no figure was read
     * @param live whether the hub writes it
     */
    public record Figure(
            String sku,
            int stock,
            @Nullable Long wanted,
            @Nullable Long shown,
            boolean live) {}

    public StoreView {
        faults = List.copyOf(faults);
        figures = List.copyOf(figures);
    }

    /** Where it is found: {@code vendor/store}. */
    public String path() {
        return vendor + "/" + store;
    }

    /** The faults that are switched on. */
    public List<Fault> active() {
        return faults.stream().filter(Fault::active).toList();
    }
}
