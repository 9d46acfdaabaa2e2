package caravan.sandbox;

import caravan.sandbox.SandboxRefusal.Reason;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pretend stores for programs: scripts place orders, change stock and switch faults. Viewers read, operators act. */
@RestController
@Profile("sandbox")
@RequestMapping("/api/sandbox/stores")
@Tag(name = "Sandbox", description = "Pretend stores; only where the sandbox is on")
class SandboxController {
    private static final String STORE = "/{vendor}/{store}";
    private static final String ORDER = STORE + "/orders/{id}";
    private static final String MAY_ACT = "hasRole('OPERATOR')";

    /**
     * What a shopper orders.
     *
     * @param coupon percent off every line; none by default
     * @param paid whether the shopper pays at once, as by default
     */
    record NewOrder(
            @Nullable List<@Nullable Units> lines,
            @Nullable Boolean paid,
            @Nullable Integer coupon,
            @Nullable Boolean shipped) {}

    /** Units of one SKU. */
    record Units(@Nullable String sku, @Nullable Integer quantity) {}

    /** Units of one SKU given back; put back into stock if {@code restock} says so, as by default. */
    record GivenBack(
            @Nullable String sku,
            @Nullable Integer quantity,
            @Nullable Boolean restock) {}

    record Rate(@Nullable Double ordersPerMinute) {}

    /** How far the clock is ahead, negative if it is behind. */
    record Skew(@Nullable Long seconds) {}

    /**
     * When a fault strikes; what is left out says nothing.
     *
     * @param times how often at most
     * @param probability from 0 to 1
     * @param only which requests
     * @param seconds how long it takes
     */
    record Rule(
            @Nullable Integer times,
            @Nullable Double probability,
            FaultRule.@Nullable Only only,
            @Nullable Long seconds) {}

    private final Sandbox sandbox;

    SandboxController(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @GetMapping
    @Operation(summary = "List the pretend stores, with their stock and what is switched on")
    List<StoreJson> stores() {
        return sandbox.stores().stream().map(StoreJson::of).toList();
    }

    @GetMapping(STORE)
    @Operation(summary = "One pretend store")
    StoreJson store(@PathVariable String vendor, @PathVariable String store) {
        return StoreJson.of(sandbox.store(vendor, store));
    }

    @GetMapping(STORE + "/orders")
    @Operation(summary = "The last orders of a pretend store")
    List<TwinOrder> orders(
            @PathVariable String vendor, @PathVariable String store, @RequestParam(defaultValue = "20") int most) {
        return sandbox.desk(vendor, store).orders(most);
    }

    @GetMapping(ORDER)
    @Operation(summary = "One order as its store has it")
    TwinOrder order(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        return sandbox.desk(vendor, store).order(id);
    }

    @PostMapping(STORE + "/orders")
    @Operation(summary = "Order as a shopper")
    @PreAuthorize(MAY_ACT)
    ResponseEntity<TwinOrder> place(
            @PathVariable String vendor, @PathVariable String store, @RequestBody NewOrder body) {
        List<Purchase.Line> lines = given(body.lines(), "lines").stream()
                .map(line -> given(line, "lines"))
                .map(line -> new Purchase.Line(given(line.sku(), "sku"), given(line.quantity(), "quantity")))
                .toList();
        TwinOrder order = sandbox.desk(vendor, store)
                .place(
                        lines,
                        !Boolean.FALSE.equals(body.paid()),
                        Optional.ofNullable(body.coupon()),
                        Boolean.TRUE.equals(body.shipped()));
        return created(vendor, store, order);
    }

    /** A shopper buys what comes to hand. */
    @PostMapping(STORE + "/shopper/buy")
    @Operation(summary = "Let a shopper buy what comes to hand")
    @PreAuthorize(MAY_ACT)
    ResponseEntity<TwinOrder> buy(@PathVariable String vendor, @PathVariable String store) {
        return created(vendor, store, sandbox.desk(vendor, store).buy());
    }

    @PostMapping(ORDER + "/pay")
    @Operation(summary = "Pay an order")
    @PreAuthorize(MAY_ACT)
    TwinOrder pay(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        sandbox.desk(vendor, store).pay(id);
        return order(vendor, store, id);
    }

    @PostMapping(ORDER + "/edit")
    @Operation(summary = "Change how many units of a SKU were ordered")
    @PreAuthorize(MAY_ACT)
    TwinOrder edit(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, @RequestBody Units body) {
        sandbox.desk(vendor, store).edit(id, given(body.sku(), "sku"), given(body.quantity(), "quantity"));
        return order(vendor, store, id);
    }

    @PostMapping(ORDER + "/ship")
    @Operation(summary = "Ship an order")
    @PreAuthorize(MAY_ACT)
    TwinOrder ship(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        sandbox.desk(vendor, store).ship(id);
        return order(vendor, store, id);
    }

    @PostMapping(ORDER + "/refund")
    @Operation(summary = "Refund units, put back into stock or not")
    @PreAuthorize(MAY_ACT)
    TwinOrder refund(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable String id,
            @RequestBody GivenBack body) {
        sandbox.desk(vendor, store)
                .refund(
                        id,
                        given(body.sku(), "sku"),
                        given(body.quantity(), "quantity"),
                        !Boolean.FALSE.equals(body.restock()));
        return order(vendor, store, id);
    }

    @PostMapping(ORDER + "/cancel")
    @Operation(summary = "Cancel an order")
    @PreAuthorize(MAY_ACT)
    TwinOrder cancel(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        sandbox.desk(vendor, store).cancel(id);
        return order(vendor, store, id);
    }

    @PostMapping(ORDER + "/bin")
    @Operation(summary = "Put an order into the bin")
    @PreAuthorize(MAY_ACT)
    TwinOrder bin(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        sandbox.desk(vendor, store).bin(id);
        return order(vendor, store, id);
    }

    @DeleteMapping(ORDER)
    @Operation(summary = "Delete an order for good")
    @PreAuthorize(MAY_ACT)
    ResponseEntity<Void> delete(@PathVariable String vendor, @PathVariable String store, @PathVariable String id) {
        sandbox.desk(vendor, store).delete(id);
        return ResponseEntity.noContent().build();
    }

    @PutMapping(STORE + "/stock")
    @Operation(summary = "Change a store's stock by hand")
    @PreAuthorize(MAY_ACT)
    StoreJson setStock(@PathVariable String vendor, @PathVariable String store, @RequestBody Units body) {
        sandbox.desk(vendor, store).setStock(given(body.sku(), "sku"), given(body.quantity(), "quantity"));
        return store(vendor, store);
    }

    /** Starts the shoppers, changes their rate, or stops them with 0. */
    @PutMapping(STORE + "/shopper")
    @Operation(summary = "Let shoppers buy at a rate; 0 stops them")
    @PreAuthorize(MAY_ACT)
    StoreJson shop(@PathVariable String vendor, @PathVariable String store, @RequestBody Rate body) {
        sandbox.desk(vendor, store).shop(given(body.ordersPerMinute(), "ordersPerMinute"));
        return store(vendor, store);
    }

    @PostMapping(STORE + "/subscriptions/disable")
    @Operation(summary = "Disable a store's webhook subscriptions")
    @PreAuthorize(MAY_ACT)
    StoreJson disableSubscriptions(@PathVariable String vendor, @PathVariable String store) {
        sandbox.desk(vendor, store).disableSubscriptions();
        return store(vendor, store);
    }

    @PutMapping(STORE + "/faults/{kind}")
    @Operation(summary = "Switch a fault on")
    @PreAuthorize(MAY_ACT)
    StoreJson switchOn(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable FaultKind kind,
            @RequestBody Rule body) {
        sandbox.desk(vendor, store).switchOn(kind, body.times(), body.probability(), body.only(), body.seconds());
        return store(vendor, store);
    }

    @DeleteMapping(STORE + "/faults/{kind}")
    @Operation(summary = "Switch a fault off")
    @PreAuthorize(MAY_ACT)
    StoreJson switchOff(@PathVariable String vendor, @PathVariable String store, @PathVariable FaultKind kind) {
        sandbox.desk(vendor, store).switchOff(kind);
        return store(vendor, store);
    }

    @DeleteMapping(STORE + "/faults")
    @Operation(summary = "Switch all faults off")
    @PreAuthorize(MAY_ACT)
    StoreJson switchAllOff(@PathVariable String vendor, @PathVariable String store) {
        sandbox.desk(vendor, store).switchAllOff();
        return store(vendor, store);
    }

    @PutMapping(STORE + "/clock")
    @Operation(summary = "Set a store's clock wrong")
    @PreAuthorize(MAY_ACT)
    StoreJson skew(@PathVariable String vendor, @PathVariable String store, @RequestBody Skew body) {
        sandbox.desk(vendor, store).skew(given(body.seconds(), "seconds"));
        return store(vendor, store);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(SandboxRefusal refusal) {
        HttpStatus status =
                switch (refusal.reason()) {
                    case MISSING -> HttpStatus.NOT_FOUND;
                    case IMPOSSIBLE -> HttpStatus.UNPROCESSABLE_CONTENT;
                };
        // Whatever form was asked for: a refusal has this one.
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(status, String.valueOf(refusal.getMessage())));
    }

    private static ResponseEntity<TwinOrder> created(String vendor, String store, TwinOrder order) {
        return ResponseEntity.created(
                        URI.create("/api/sandbox/stores/" + vendor + "/" + store + "/orders/" + order.id()))
                .body(order);
    }

    private static <T> T given(@Nullable T value, String name) {
        if (value == null) {
            throw new SandboxRefusal(Reason.IMPOSSIBLE, "'" + name + "' is missing.");
        }
        return value;
    }
}
