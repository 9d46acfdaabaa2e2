package caravan.console;

import caravan.connection.Connection;
import caravan.connection.ConnectionProblem;
import caravan.connection.Connections;
import caravan.connection.InvalidConnection;
import caravan.connection.NewConnection;
import caravan.connection.Steering;
import caravan.connector.Connectors;
import caravan.connector.Manifest;
import caravan.inventory.ChannelLocations;
import caravan.inventory.Feeds;
import caravan.kernel.ConnectionId;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adding a connection, and changing one that was made here. */
@Controller
@PreAuthorize("hasRole('ADMIN')")
class ConnectionFormPage {
    private static final String VIEW = "connection-form";

    private final ConnectionDesk desk;
    private final Connections connections;
    private final Connectors connectors;
    private final Feeds feeds;
    private final Steering steering;
    private final ChannelLocations locations;

    ConnectionFormPage(
            ConnectionDesk desk,
            Connections connections,
            Connectors connectors,
            Feeds feeds,
            Steering steering,
            ChannelLocations locations) {
        this.desk = desk;
        this.connections = connections;
        this.connectors = connectors;
        this.feeds = feeds;
        this.steering = steering;
        this.locations = locations;
    }

    @GetMapping("/add-connection")
    String choose(@RequestParam(required = false) @Nullable String connector, Model model) {
        if (connector == null) {
            model.addAttribute(
                    "connectors",
                    connectors.all().stream()
                            .sorted(Comparator.comparing(Manifest::title))
                            .toList());
            model.addAttribute("problems", connectors.problems());
            return "connectors";
        }
        model.addAttribute("form", ConnectionForm.blank(manifest(connector)));
        return VIEW;
    }

    @PostMapping("/add-connection")
    String add(
            @RequestParam String connector,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        ConnectionForm form = ConnectionForm.sent(manifest(connector), sent, Set.of());
        NewConnection wish = form.read(null);
        if (connections.find(wish.id()).isPresent()) {
            form.note(List.of(
                    new ConnectionProblem(ConnectionProblem.ID, "is the name of another connection. Choose another")));
        }
        if (!save(form, wish, steering::add)) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("form", form);
            return VIEW;
        }
        next.addFlashAttribute(
                "done", "Added, in shadow mode. Test the credentials; the catalogue is imported meanwhile.");
        return "redirect:/connections/" + wish.id();
    }

    @GetMapping("/connections/{id}/change")
    String change(@PathVariable String id, Model model) {
        Connection connection = requireOwn(id);
        ConnectionId name = connection.id();
        model.addAttribute("connection", connection);
        model.addAttribute(
                "form",
                ConnectionForm.of(
                                manifest(connection.connector()),
                                connection,
                                connections.secretNames(name),
                                connections.pollEvery(name).orElse(null),
                                connections.goesLiveByItself(name),
                                connections.driftPolicy(name),
                                feeds.unfed(name).stream()
                                        .map(Feeds.Unfed::channelLocation)
                                        .toList())
                        .offering(locations.of(name)));
        return VIEW;
    }

    @PostMapping("/connections/{id}/change")
    String change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Connection connection = requireOwn(id);
        ConnectionForm form = ConnectionForm.sent(
                        manifest(connection.connector()), sent, connections.secretNames(connection.id()))
                .offering(locations.of(connection.id()));
        if (!save(form, form.read(connection.id()), steering::change)) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("connection", connection);
            model.addAttribute("form", form);
            return VIEW;
        }
        boolean shadowed = connection.mode() == Connection.Mode.LIVE
                && connections.require(connection.id()).mode() == Connection.Mode.SHADOW;
        next.addFlashAttribute(
                "done",
                shadowed
                        ? "Changed. It leads elsewhere now, so it is in shadow mode: look at the preview, then set it live."
                        : "Changed. The next call uses it.");
        return "redirect:/connections/" + connection.id();
    }

    /** Saves what the form asks for, unless anything is wrong with it: then all of that is noted at once. */
    private boolean save(ConnectionForm form, NewConnection wish, Consumer<NewConnection> deed) {
        form.note(connections.problems(wish));
        if (form.problemCount() == 0) {
            try {
                deed.accept(wish);
                return true;
            } catch (InvalidConnection meanwhile) {
                form.note(meanwhile.problems());
            }
        }
        return false;
    }

    private Connection requireOwn(String id) {
        Connection connection = desk.require(id);
        if (connection.origin() == Connection.Origin.FILE) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return connection;
    }

    private Manifest manifest(String connector) {
        return connectors.find(connector).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
