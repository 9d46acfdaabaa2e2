package caravan.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pretend store as programs read it: times in seconds, limits that are none left out. */
record StoreJson(
        String vendor,
        String store,
        String title,
        String connection,
        double ordersPerMinute,
        long skewSeconds,
        Subscriptions subscriptions,
        List<Fault> faults,
        List<StoreView.Figure> figures) {

    /**
     * One kind of fault.
     *
     * @param times how often it strikes at most from now; null for any number of times, and while it is switched off
     * @param struck how often it has struck since the store opened
     */
    record Fault(
            FaultKind kind,
            String meaning,
            boolean active,
            @Nullable Integer times,
            @Nullable Double probability,
            FaultRule.@Nullable Only only,
            @Nullable Long seconds,
            int struck) {

        static Fault of(StoreView.Fault fault) {
            FaultRule rule = fault.rule();
            if (rule == null) {
                return new Fault(fault.kind(), fault.kind().meaning(), false, null, null, null, null, fault.struck());
            }
            return new Fault(
                    fault.kind(),
                    fault.kind().meaning(),
                    true,
                    rule.isEndless() ? null : rule.times(),
                    rule.probability(),
                    rule.only(),
                    rule.length().toSeconds(),
                    fault.struck());
        }
    }

    static StoreJson of(StoreView view) {
        return new StoreJson(
                view.vendor(),
                view.store(),
                view.title(),
                view.connection(),
                view.ordersPerMinute(),
                view.skew().toSeconds(),
                view.subscriptions(),
                view.faults().stream().map(Fault::of).toList(),
                view.figures());
    }
}
