package caravan.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page after signing in. */
@Controller
class OverviewPage {
    @GetMapping("/")
    String show() {
        return "overview";
    }
}
