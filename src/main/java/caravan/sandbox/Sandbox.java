package caravan.sandbox;

import caravan.inventory.ListingView;
import caravan.kernel.Sku;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The pretend stores of this hub, for whoever wants to look at them or act in them. */
@Component
@Profile("sandbox")
public class Sandbox {
    private final Twins twins;
    private final ListingView listings;

    Sandbox(Twins twins, ListingView listings) {
        this.twins = twins;
        this.listings = listings;
    }

    /** Every open store. */
    public List<StoreView> stores() {
        return view(twins.all().stream()
                .sorted(Comparator.comparing(Twin::vendor).thenComparing(Twin::store))
                .toList());
    }

    /** One open store; a {@link SandboxRefusal.Reason#MISSING} refusal if there is none. */
    public StoreView store(String vendor, String store) {
        return view(List.of(require(vendor, store))).get(0);
    }

    /** Where one acts in a store; a {@link SandboxRefusal.Reason#MISSING} refusal if there is none. */
    public StoreDesk desk(String vendor, String store) {
        return new StoreDesk(require(vendor, store));
    }

    private Twin require(String vendor, String store) {
        return twins.find(vendor, store)
                .orElseThrow(() -> new SandboxRefusal(
                        SandboxRefusal.Reason.MISSING,
                        "No store '" + store + "' of vendor '" + vendor + "' is open in the sandbox."));
    }

    private List<StoreView> view(List<Twin> stores) {
        List<Sku> skus = stores.stream()
                .flatMap(twin -> twin.skus().stream())
                .distinct()
                .map(Sku::new)
                .toList();
        Map<String, ListingView.Figure> books = listings.figures(skus).stream()
                .collect(Collectors.toMap(
                        figure -> key(
                                figure.connection().value(),
                                figure.channelLocation(),
                                figure.sku().value()),
                        Function.identity()));
        return stores.stream().map(twin -> view(twin, books)).toList();
    }

    private static StoreView view(Twin twin, Map<String, ListingView.Figure> books) {
        Faults faults = twin.faults();
        Map<FaultKind, FaultRule> active = faults.active();
        return new StoreView(
                twin.vendor(),
                twin.store(),
                twin.title(),
                twin.store(),
                twin.shopper().rate(),
                twin.clock().skew(),
                twin.subscriptions(),
                Arrays.stream(FaultKind.values())
                        .map(kind -> new StoreView.Fault(kind, active.get(kind), faults.struck(kind)))
                        .toList(),
                twin.skus().stream()
                        .map(sku -> figure(twin, sku, books.get(key(twin.store(), twin.channelLocation(), sku))))
                        .toList());
    }

    private static StoreView.Figure figure(Twin twin, String sku, ListingView.@Nullable Figure books) {
        int stock = twin.stock(sku);
        return books == null
                ? new StoreView.Figure(sku, stock, null, null, false)
                : new StoreView.Figure(sku, stock, books.wanted(), books.shown(), books.live());
    }

    private static String key(String connection, String location, String sku) {
        return connection + "\n" + location + "\n" + sku;
    }
}
