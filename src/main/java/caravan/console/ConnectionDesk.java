package caravan.console;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the pages about one connection have in common: finding it by its address, and telling what became of a deed. */
@Component
class ConnectionDesk {
    private final Connections connections;

    ConnectionDesk(Connections connections) {
        this.connections = connections;
    }

    /** The connection of an address; a page that is not there otherwise. */
    Connection require(String id) {
        try {
            return connections.require(new ConnectionId(id));
        } catch (IllegalArgumentException none) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, none);
        }
    }

    /** Does something that the connection's state may forbid, and goes back to its page. */
    String act(Connection connection, Runnable deed, String done, RedirectAttributes next) {
        try {
            deed.run();
            next.addFlashAttribute("done", done);
        } catch (IllegalStateException forbidden) {
            next.addFlashAttribute("refusal", forbidden.getMessage());
        }
        return "redirect:/connections/" + connection.id();
    }
}
