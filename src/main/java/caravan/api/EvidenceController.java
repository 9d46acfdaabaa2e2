package caravan.api;

import caravan.incident.Incident;
import caravan.incident.IncidentList;
import caravan.intake.Deliveries;
import caravan.order.OrderView;
import caravan.security.Audit;
import caravan.xray.WithheldLines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What came, as it came, and what an incident is about. Bytes are personal data: for operators, and each reading is remembered. */
@RestController
@RequestMapping("/api")
class EvidenceController {
    /** A webhook about an order. */
    @Schema(name = "OrderDelivery")
    record Came(
            @Schema(example = "4711") long id,
            Instant receivedAt,
            @Schema(example = "order.updated") String topic,

            @Schema(description = "What became of it", example = "ACCEPTED")
            String outcome,

            @Schema(description = "Bytes") long size,

            @Schema(
                    nullable = true,
                    description =
                            "How its signature was verified before it was taken in; null if that was not recorded, or a"
                                    + " person edited it",
                    example = "HMAC_SHA256_BASE64")
            @Nullable
            String signature) {
        static Came of(Deliveries.Came came) {
            return new Came(came.id(), came.receivedAt(), came.topic(), came.outcome(), came.size(), came.signature());
        }
    }

    /** Units of one line that are withheld. */
    @Schema(name = "WithheldLine")
    record Withheld(long line, String sku, String title, long units) {
        static Withheld of(WithheldLines.Line line) {
            return new Withheld(line.line(), line.sku(), line.title(), line.units());
        }
    }

    private final OrderView orders;
    private final Deliveries deliveries;
    private final IncidentList incidents;
    private final WithheldLines withheld;
    private final Audit audit;

    EvidenceController(
            OrderView orders, Deliveries deliveries, IncidentList incidents, WithheldLines withheld, Audit audit) {
        this.orders = orders;
        this.deliveries = deliveries;
        this.incidents = incidents;
        this.withheld = withheld;
        this.audit = audit;
    }

    @GetMapping("/orders/{id}/deliveries")
    @Tag(name = "Orders")
    @Operation(summary = "The webhooks about an order, the newest first")
    Page<Came> deliveries(
            @Parameter(description = "The hub's id", example = "17") @PathVariable long id,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        OrderView.Head order = order(id);
        return Page.of(
                deliveries.about(
                        order.key().connection(), order.key().externalId(), Marks.read(Page.read(after)), limit + 1),
                limit,
                came -> Marks.key(came.receivedAt(), came.id()),
                page -> page.stream().map(Came::of).toList());
    }

    @GetMapping(path = "/orders/{id}/deliveries/{delivery}", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @PreAuthorize("hasRole('OPERATOR')")
    @Tag(name = "Orders")
    @Operation(
            summary = "The bytes of a webhook, as they came",
            description = "Personal data: who reads it is remembered.")
    ResponseEntity<byte[]> delivery(
            @Parameter(description = "The hub's id", example = "17") @PathVariable long id,
            @Parameter(example = "4711") @PathVariable long delivery) {
        OrderView.Head order = order(id);
        byte[] bytes = deliveries
                .bytes(order.key().connection(), order.key().externalId(), delivery)
                .orElseThrow(() -> Refused.notFound("There is no delivery " + delivery + " of order " + id + "."));
        audit.record("read delivery", "order " + id, "delivery " + delivery);
        return bytes(bytes, "delivery-" + delivery);
    }

    @GetMapping(path = "/incidents/{id}/message", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @PreAuthorize("hasRole('OPERATOR')")
    @Tag(name = "Incidents")
    @Operation(
            summary = "The bytes kept with an incident, as they came",
            description = "Personal data: who reads it is remembered. 404 also once they are erased.")
    ResponseEntity<byte[]> message(@Parameter(example = "42") @PathVariable long id) {
        incident(id);
        byte[] bytes = incidents
                .bytes(id)
                .orElseThrow(() -> Refused.notFound("Incident " + id + " has no bytes, or they are erased."));
        audit.record("read message", "incident " + id, bytes.length + " bytes");
        return bytes(bytes, "incident-" + id);
    }

    @GetMapping("/incidents/{id}/withheld")
    @Tag(name = "Incidents")
    @Operation(
            summary = "What is withheld of the order an incident is about, line by line",
            description = "The choices PUT_BACK and WRITE_OFF decide about it. Empty for other kinds of incident.")
    List<Withheld> withheld(@Parameter(example = "42") @PathVariable long id) {
        Incident incident = incident(id);
        return incident.kind().isAboutWithheldUnits()
                ? withheld.of(incident.connection(), incident.subject()).stream()
                        .map(Withheld::of)
                        .toList()
                : List.of();
    }

    private OrderView.Head order(long id) {
        return orders.find(id).orElseThrow(() -> Refused.notFound("There is no order " + id + "."));
    }

    private Incident incident(long id) {
        return incidents.find(id).orElseThrow(() -> Refused.notFound("There is no incident " + id + "."));
    }

    /** As a file, so that no browser takes what a stranger sent for a page. */
    private static ResponseEntity<byte[]> bytes(byte[] bytes, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(bytes);
    }
}
