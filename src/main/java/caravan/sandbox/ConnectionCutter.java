package caravan.sandbox;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Lets the sandbox close a connection without an answer, which no servlet can do. */
public final class ConnectionCutter extends ValveBase {

    public ConnectionCutter() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Runnable scissors = () -> response.getCoyoteResponse()
                .action(ActionCode.CLOSE_NOW, new IOException("The sandbox loses this answer."));
        request.setAttribute(SandboxServlet.CUT, scissors);
        getNext().invoke(request, response);
    }
}
