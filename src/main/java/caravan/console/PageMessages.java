package caravan.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/** Keeps what a form came to for the page that is opened next: a part that refreshes itself at that moment must not take it. */
@Component("flashMapManager")
class PageMessages extends SessionFlashMapManager {
    @Override
    protected @Nullable List<FlashMap> retrieveFlashMaps(HttpServletRequest request) {
        boolean refreshes = "GET".equals(request.getMethod()) && request.getHeader("HX-Request") != null;
        return refreshes ? null : super.retrieveFlashMaps(request);
    }
}
