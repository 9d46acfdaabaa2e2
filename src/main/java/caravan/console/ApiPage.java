package caravan.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What programs can ask of the hub, to read and to try. */
@Controller
class ApiPage {
    @GetMapping("/api")
    String show() {
        return "api";
    }
}
