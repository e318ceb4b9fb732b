package org.cellnest.telemetry.trace;

import java.net.URI;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Creates the tracer of a process from its settings. */
public final class Tracers {
    private Tracers() {}

    /**
     * Returns the tracer that the settings configure, or null if they configure none.
     *
     * @param process such as {@code router}
     * @param id the process's identifier
     * @throws StartupException if OpenTelemetry's jars are missing; the message names their folder
     */
    public static @Nullable Tracer of(Settings settings, String process, String id) throws StartupException {
        String endpoint = settings.value(Catalogue.NEST_TRACING_OTLP);
        if (endpoint.isEmpty()) {
            return null;
        }
        double ratio = settings.value(Catalogue.NEST_TRACING_RATIO);
        try {
            return OtlpTracer.to(URI.create(endpoint), ratio, "cellnest-" + process, id);
        } catch (LinkageError e) {
            throw missing(endpoint, e);
        }
    }

    static StartupException missing(String endpoint, LinkageError cause) {
        return new StartupException(
                Catalogue.NEST_TRACING_OTLP.key() + ": " + endpoint + " needs OpenTelemetry, which is not on the class"
                        + " path (expected: its jars in the folder lib, which ./mvnw -Ptracing -pl telemetry -am package"
                        + " -DskipTests fills)",
                cause);
    }
}
