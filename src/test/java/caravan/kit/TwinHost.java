package caravan.kit;

import caravan.sandbox.ConnectionCutter;
import caravan.sandbox.SandboxServlet;
import caravan.sandbox.Twin;
import caravan.sandbox.Twins;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** Serves pretend stores on a loopback port, without the hub. */
public final class TwinHost implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Twins twins = new Twins();

    public TwinHost() throws Exception {
        Path work = Files.createTempDirectory(Files.createDirectories(TestFolder.of("twins")), "stores");
        tomcat.setBaseDir(work.toAbsolutePath().toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getEngine().getPipeline().addValve(new ConnectionCutter());
        Context root = tomcat.addContext("", work.toAbsolutePath().toString());
        Tomcat.addServlet(root, "sandbox", new SandboxServlet(twins)).setAsyncSupported(true);
        root.addServletMapping("/sandbox/*", "sandbox");
        if (root instanceof StandardContext context) {
            // What it looks for at the end is out of reach on Java 17, and it says so at length.
            context.setClearReferencesThreadLocals(false);
            context.setClearReferencesRmiTargets(false);
        }
        tomcat.start();
    }

    public <T extends Twin> T open(T twin) {
        return twins.open(twin);
    }

    /** Where a store is found. */
    public String address(Twin twin) {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/sandbox/" + twin.vendor() + "/"
                + twin.store();
    }

    @Override
    public void close() {
        twins.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException failure) {
            throw new IllegalStateException("The pretend stores did not close.", failure);
        }
    }
}
