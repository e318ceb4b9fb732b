package org.cellnest.gateway;

import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.Transports;

/** The transport that a run of the tests is about, by the system property {@value #PROPERTY}. */
public final class TestTransport {
    private static final String PROPERTY = "cellnest.transport";

    private TestTransport() {}

    public static Transport open() {
        return Transports.named(name());
    }

    /** The setting for processes. */
    static String setting() {
        return "nest.transport=" + name();
    }

    private static String name() {
        return System.getProperty(PROPERTY, "jeromq");
    }
}
