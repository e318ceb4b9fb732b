package org.cellnest.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.cellnest.process.ops.OpsServer;

/**
 * Serves the page at {@code /} of the ops port. Its files are hand-written HTML, CSS and JavaScript modules of this
 * project, which call the control plane, and uPlot from its webjar for the charts. Stateless; any thread.
 */
public final class Dashboard {
    private static final String PAGE = "org/cellnest/router/dashboard";
    private static final String UPLOT = "META-INF/resources/webjars/uplot/";
    private static final String UPLOT_ABOUT = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private Dashboard() {}

    /**
     * Adds the page to a server that answers {@code /v1/...} itself. It covers every path that nothing else answers.
     */
    public static OpsServer.Builder addTo(OpsServer.Builder server) {
        return server.resources("/vendor/uplot/", Dashboard.class, UPLOT + uplotVersion() + "/dist")
                .resources("/", Dashboard.class, PAGE);
    }

    /** Returns the version of uPlot, which names the folder in its webjar; the parent pom alone defines it. */
    private static String uplotVersion() {
        Properties about = new Properties();
        try (InputStream in = Dashboard.class.getClassLoader().getResourceAsStream(UPLOT_ABOUT)) {
            if (in == null) {
                throw new IllegalStateException(UPLOT_ABOUT + " (expected: the uplot webjar on the class path)");
            }
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(UPLOT_ABOUT, e);
        }
        return about.getProperty("version");
    }
}
