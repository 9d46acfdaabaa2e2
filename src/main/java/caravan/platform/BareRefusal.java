package caravan.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the server itself refuses, such as a path in no encoding, reaches no page of ours: it is told as problem details. */
public final class BareRefusal extends ErrorReportValve {
    private static final int FIRST_ERROR = 400;

    /** Made by the server, by its name. */
    public BareRefusal() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        byte[] problem = ("{\"status\":" + status
                        + ",\"title\":\"Request refused\",\"detail\":\"The request cannot be read:"
                        + " its address or a header is in no known form.\"}")
                .getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/problem+json");
            response.getOutputStream().write(problem);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // Whoever asked does not listen any more.
        }
    }

    /** Puts it in the place of the server's own. */
    @Configuration(proxyBeanMethods = false)
    static class Place {
        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareRefusals() {
            return server -> server.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(BareRefusal.class.getName());
                }
            });
        }
    }
}
