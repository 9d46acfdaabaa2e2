package caravan.console;

import caravan.connection.Connections;
import caravan.inventory.OpeningRefused;
import caravan.inventory.OpeningReport;
import caravan.inventory.OpeningRuns;
import caravan.inventory.StockView;
import caravan.kernel.ConnectionId;
import caravan.security.Audit;
import caravan.security.SignedIn;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Opening stock from a channel or from a file: first a dry run, then the booking with its progress and its report. */
@Controller
@RequestMapping("/stock/opening")
@PreAuthorize("hasRole('OPERATOR')")
class OpeningPage {
    private static final String BACK = "redirect:/stock/opening";
    private static final int RUNS = 20;
    private static final int ROWS = 50;

    private final OpeningRuns runs;
    private final OpeningReport report;
    private final StockView stock;
    private final Connections connections;
    private final Audit audit;

    OpeningPage(OpeningRuns runs, OpeningReport report, StockView stock, Connections connections, Audit audit) {
        this.runs = runs;
        this.report = report;
        this.stock = stock;
        this.connections = connections;
        this.audit = audit;
    }

    @GetMapping
    String choose(Model model) {
        model.addAttribute("connections", connections.all());
        model.addAttribute("locations", stock.locations());
        model.addAttribute("runs", runs.latest(RUNS));
        return "openings";
    }

    @PostMapping("/channel")
    String fromChannel(
            @RequestParam String connection, @AuthenticationPrincipal SignedIn person, RedirectAttributes next) {
        ConnectionId id;
        try {
            id = connections.require(new ConnectionId(connection)).id();
        } catch (IllegalArgumentException unknown) {
            return refused("There is no such connection. Choose one of the list.", next);
        }
        return BACK + "/" + runs.fromChannel(id, person.name());
    }

    @PostMapping(path = "/file", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    String fromFile(
            @RequestParam MultipartFile file,
            @RequestParam(defaultValue = "") String counted,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next)
            throws IOException {
        Instant at;
        try {
            at = counted.isBlank() ? null : LocalDateTime.parse(counted).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            return refused("Say when it was counted like 2026-01-31T18:00, in UTC, or leave it out.", next);
        }
        String name = file.getOriginalFilename();
        try (InputStream content = file.getInputStream()) {
            return BACK + "/" + runs.fromFile(name == null ? "" : name, content, at, person.name());
        }
    }

    @GetMapping("/{run:\\d{1,18}}")
    String show(
            @PathVariable long run,
            @RequestParam(defaultValue = "false") boolean refused,
            @RequestParam(defaultValue = "0") long after,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        model.addAttribute("run", require(run));
        List<OpeningRuns.Row> found = runs.rows(run, refused, after, ROWS + 1);
        model.addAttribute("rows", found.subList(0, Math.min(ROWS, found.size())));
        model.addAttribute("next", found.size() > ROWS ? found.get(ROWS - 1).line() : null);
        model.addAttribute("refused", refused);
        model.addAttribute("after", after);
        return htmx == null ? "opening" : "opening :: live";
    }

    @PostMapping("/{run:\\d{1,18}}/book")
    String book(@PathVariable long run, RedirectAttributes next) {
        OpeningRuns.Run draft = require(run);
        runs.book(run);
        audit.record("open stock", "opening run " + run, draft.usable() + " rows from " + draft.source());
        next.addFlashAttribute("done", "The balances are being booked; the channels follow.");
        return BACK + "/" + run;
    }

    @GetMapping("/{run:\\d{1,18}}/report.csv")
    ResponseEntity<StreamingResponseBody> report(
            @PathVariable long run, @RequestParam(defaultValue = "false") boolean refused) {
        require(run);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"opening-" + run + ".csv\"")
                .body(to -> report.write(run, refused, to));
    }

    @ExceptionHandler
    String refused(OpeningRefused refusal, RedirectAttributes next) {
        return refused(String.valueOf(refusal.getMessage()), next);
    }

    private static String refused(String why, RedirectAttributes next) {
        next.addFlashAttribute("refusal", why);
        return BACK;
    }

    private OpeningRuns.Run require(long run) {
        return runs.find(run).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
