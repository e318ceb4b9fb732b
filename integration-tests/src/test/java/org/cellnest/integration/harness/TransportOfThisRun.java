package org.cellnest.integration.harness;

import java.util.List;
import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.Transports;

/** The transport that a run of the tests is about, by the system property {@value #PROPERTY}. */
public final class TransportOfThisRun {
    private static final String PROPERTY = "cellnest.transport";

    private TransportOfThisRun() {}

    /** What every process of a nest is set. */
    public static List<String> settings() {
        return List.of("nest.transport=" + name());
    }

    /** A transport for a peer that a test plays. */
    public static Transport open() {
        return Transports.named(name());
    }

    private static String name() {
        return System.getProperty(PROPERTY, "jeromq");
    }
}
