package caravan.console;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connection.Mode;
import caravan.connection.Steering;
import caravan.security.Audit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What operators do to a connection. Nothing here calls a vendor: it is marked as due, and the page shows what becomes of it. */
@Controller
@RequestMapping("/connections/{id}")
@PreAuthorize("hasRole('OPERATOR')")
class ConnectionActions {
    private static final int LONGEST_REASON = 100;

    private final ConnectionDesk desk;
    private final Steering steering;
    private final Catalog catalog;
    private final Audit audit;

    ConnectionActions(ConnectionDesk desk, Steering steering, Catalog catalog, Audit audit) {
        this.desk = desk;
        this.steering = steering;
        this.catalog = catalog;
        this.audit = audit;
    }

    @PostMapping("/test")
    String test(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(connection, () -> steering.test(connection.id()), "The test runs; see below.", next);
    }

    @PostMapping("/pull")
    String pull(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(connection, () -> steering.pull(connection.id()), "The orders are polled now.", next);
    }

    @PostMapping("/figures")
    String figures(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(connection, () -> steering.readFigures(connection.id()), "Every figure is read anew.", next);
    }

    @PostMapping("/catalogue")
    String catalogue(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection, () -> steering.importCatalogue(connection.id()), "The catalogue is imported.", next);
    }

    @PostMapping("/pause")
    String pause(@PathVariable String id, @RequestParam(defaultValue = "") String reason, RedirectAttributes next) {
        Connection connection = desk.require(id);
        String why = Search.clean(reason);
        return desk.act(
                connection,
                () -> {
                    if (why.isEmpty() || reason.length() > LONGEST_REASON) {
                        throw new IllegalStateException("Say why in 1 to " + LONGEST_REASON + " characters.");
                    }
                    steering.pause(connection.id(), why);
                },
                "Paused. Webhooks are still taken in.",
                next);
    }

    @PostMapping("/resume")
    String resume(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(connection, () -> steering.resume(connection.id()), "It works again.", next);
    }

    @PostMapping("/live")
    String live(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection,
                () -> steering.mode(connection.id(), Mode.LIVE),
                "It is live. Every figure is read anew first; each listing is written once it is read.",
                next);
    }

    @PostMapping("/shadow")
    String shadow(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection,
                () -> steering.mode(connection.id(), Mode.SHADOW),
                "It is in shadow: it reads and keeps books, and writes nothing.",
                next);
    }

    @PostMapping("/backfill")
    String backfill(@PathVariable String id, @RequestParam(defaultValue = "") String since, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection,
                () -> steering.backfill(connection.id(), day(since)),
                "Orders are read since " + Search.clean(since) + "; see below how far it is.",
                next);
    }

    @PostMapping("/backfill/stop")
    String stopBackfill(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection,
                () -> steering.stopBackfill(connection.id()),
                "The backfill is stopped. What it read stays.",
                next);
    }

    @PostMapping("/backfill/go-on")
    String goOnWithBackfill(@PathVariable String id, RedirectAttributes next) {
        Connection connection = desk.require(id);
        return desk.act(
                connection,
                () -> steering.goOnWithBackfill(connection.id()),
                "The backfill goes on from where it was.",
                next);
    }

    /** Takes back that a SKU, or a listing without one, is ignored; the next import asks again what it is. */
    @PostMapping("/ignore-no-more")
    String ignoreNoMore(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "") String listing,
            RedirectAttributes next) {
        Connection connection = desk.require(id);
        String channelSku = sku.replace("\0", "");
        String externalListing = listing.replace("\0", "");
        return desk.act(
                connection,
                () -> {
                    if (!catalog.ignoreNoMore(connection.id(), channelSku, externalListing)) {
                        throw new IllegalStateException("It is not ignored any more; nothing was changed.");
                    }
                    audit.record("ignore no more", "connection " + connection.id(), channelSku + externalListing);
                    steering.importCatalogueIfPossible(connection.id());
                },
                "It is not ignored any more. The next import of the catalogue asks what it is; see the incidents.",
                next);
    }

    private static Instant day(String since) {
        try {
            return LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException unreadable) {
            throw new IllegalStateException("Say since which day, for example 2026-01-31.", unreadable);
        }
    }
}
