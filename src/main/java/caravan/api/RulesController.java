package caravan.api;

import caravan.inventory.ChannelRules;
import caravan.inventory.ChannelRules.Rule;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.security.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How much of what is available each channel may show. */
@RestController
@RequestMapping("/api/connections/{id}/rules")
@Tag(
        name = "Rules",
        description = "How much of what is available a channel shows: max(0, floor((available - buffer) x share)),"
                + " at most the maximum, and nothing below the minimum. An item's own rule goes before the connection's default, value"
                + " by value. Rules that the file of connections gives cannot be changed here (409).")
class RulesController {
    /** A rule; what is null is taken from the next default. */
    @Schema(name = "ChannelRule")
    record Limits(
            @Schema(nullable = true, description = "Units held back", example = "2") @Min(0) @Max(Given.UNITS) @Nullable
            Long buffer,

            @Schema(nullable = true, description = "Decimal number from 0 to 1, as a text", example = "0.5")
            @Pattern(regexp = "0(\\.\\d{1,6})?|1(\\.0{1,6})?")
            @Nullable
            String share,

            @Schema(nullable = true, description = "Fewer than this are not shown at all", example = "1")
            @Min(0)
            @Max(Given.UNITS)
            @Nullable
            Long minimum,

            @Schema(nullable = true, example = "100") @Min(0) @Max(Given.UNITS) @Nullable
            Long maximum,

            @Schema(
                    accessMode = Schema.AccessMode.READ_ONLY,
                    description = "Whether the file of connections gives it, so that it is changed there alone")
            @Nullable
            Boolean fromFile) {
        static Limits of(Rule rule, boolean given) {
            BigDecimal share = rule.share();
            return new Limits(
                    rule.buffer(),
                    share == null ? null : share.stripTrailingZeros().toPlainString(),
                    rule.minimum(),
                    rule.maximum(),
                    given);
        }

        Rule rule() {
            return new Rule(buffer, share == null ? null : new BigDecimal(share), minimum, maximum);
        }
    }

    /** An item with a rule of its own. */
    @Schema(name = "ItemRule")
    record OfItem(@Schema(example = "TEE-RED-M") String sku, Limits rule) {}

    private final NamedConnections connections;
    private final NamedItems items;
    private final ChannelRules rules;
    private final Audit audit;

    RulesController(NamedConnections connections, NamedItems items, ChannelRules rules, Audit audit) {
        this.connections = connections;
        this.items = items;
        this.rules = rules;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "List the items of a connection that have rules of their own")
    Page<OfItem> list(
            @PathVariable String id,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        return Page.of(
                rules.page(require(id), Page.read(after), limit + 1),
                limit,
                placed -> String.valueOf(placed.sku()),
                page -> page.stream()
                        .map(placed ->
                                new OfItem(String.valueOf(placed.sku()), Limits.of(placed.rule(), placed.given())))
                        .toList());
    }

    @GetMapping("/default")
    @Operation(
            summary = "The rule for all items that have none of their own",
            description = "All null if there is none.")
    Limits standard(@PathVariable String id) {
        return find(require(id), null);
    }

    @PutMapping("/default")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(summary = "Set the rule for all items that have none of their own")
    Limits putStandard(@PathVariable String id, @Valid @RequestBody Limits body) {
        return put(require(id), null, body);
    }

    @DeleteMapping("/default")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take the default rule away")
    void dropStandard(@PathVariable String id) {
        drop(require(id), null);
    }

    @GetMapping("/item")
    @Operation(summary = "The rule of one item", description = "All null if it has none of its own.")
    Limits one(
            @PathVariable String id,
            @Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku) {
        return find(require(id), items.require(sku).sku());
    }

    @PutMapping("/item")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(summary = "Set the rule of one item")
    Limits putOne(
            @PathVariable String id,
            @Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku,
            @Valid @RequestBody Limits body) {
        return put(require(id), items.require(sku).sku(), body);
    }

    @DeleteMapping("/item")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take the rule of one item away")
    void dropOne(
            @PathVariable String id,
            @Parameter(example = "TEE-RED-M") @RequestParam @Size(max = Given.SKU) String sku) {
        drop(require(id), items.require(sku).sku());
    }

    private ConnectionId require(String id) {
        return connections.require(id).id();
    }

    private Limits find(ConnectionId connection, @Nullable Sku sku) {
        return Limits.of(
                rules.find(connection, sku).orElse(new Rule(null, null, null, null)), rules.isGiven(connection, sku));
    }

    private Limits put(ConnectionId connection, @Nullable Sku sku, Limits limits) {
        try {
            rules.put(connection, sku, limits.rule());
        } catch (IllegalStateException given) {
            throw Refused.conflict(String.valueOf(given.getMessage()));
        }
        audit.record("rule set", subject(connection, sku), limits.rule().toString());
        return find(connection, sku);
    }

    private void drop(ConnectionId connection, @Nullable Sku sku) {
        try {
            if (!rules.drop(connection, sku)) {
                throw Refused.notFound("There is no such rule.");
            }
        } catch (IllegalStateException given) {
            throw Refused.conflict(String.valueOf(given.getMessage()));
        }
        audit.record("rule taken away", subject(connection, sku), "");
    }

    private static String subject(ConnectionId connection, @Nullable Sku sku) {
        return connection + "/" + Objects.requireNonNullElse(sku, "default");
    }
}
