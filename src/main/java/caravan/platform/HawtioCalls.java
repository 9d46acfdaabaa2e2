package caravan.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** What Hawtio asks its server about sign-in and plugins: the hub signs people in itself, and adds no plugin. */
@Controller
@RequestMapping(path = HawtioFiles.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class HawtioCalls {

    /** A resource handler answers no empty path. */
    @GetMapping(
            path = {"", "/"},
            produces = MediaType.ALL_VALUE)
    String page() {
        return "forward:" + HawtioFiles.PATH + "/index.html";
    }

    @GetMapping("/user")
    ResponseEntity<String> user(@Nullable Principal user) {
        if (user == null) {
            return ResponseEntity.status(403).build();
        }
        return ResponseEntity.ok("\"" + user.getName().replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\"");
    }

    @GetMapping({"/plugin", "/preset-connections", "/auth/config/login"})
    @ResponseBody
    List<Object> none() {
        return List.of();
    }

    @GetMapping({"/auth/config/oidc", "/auth/config", "/auth/config/session-timeout"})
    @ResponseBody
    Map<String, Object> unset() {
        return Map.of();
    }

    @GetMapping({"/keycloak/enabled", "/proxy/enabled"})
    @ResponseBody
    boolean off() {
        return false;
    }

    /** Signing out of Hawtio leads to the hub's own pages, where people sign out. */
    @GetMapping(path = "/auth/logout", produces = MediaType.ALL_VALUE)
    String signOut() {
        return "redirect:/";
    }

    @RequestMapping(
            path = {"/jolokia", "/jolokia/**"},
            produces = MediaType.ALL_VALUE)
    String jolokia(HttpServletRequest request) {
        String path = request.getRequestURI().substring((request.getContextPath() + HawtioFiles.PATH).length());
        return "forward:/actuator" + path;
    }
}
