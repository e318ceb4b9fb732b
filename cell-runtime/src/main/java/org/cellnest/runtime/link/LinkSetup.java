package org.cellnest.runtime.link;

import java.util.function.Supplier;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.Identity;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;

/**
 * Holds the settings and parts that the two connections to one router share.
 *
 * @param endpoint the router's
 * @param identity of the cell
 * @param maxMessageBytes the largest message taken
 * @param transport carries the connections
 * @param nonces makes random bytes for the key's proof
 * @param board holds the announcement to register
 * @param concurrency what the cell may run, and each router's share
 * @param streams what the cell may have of bodies that flow
 * @param figures the metrics that the cell reports
 * @param levels from which levels on deployments log
 */
public record LinkSetup(
        String endpoint,
        Identity identity,
        int maxMessageBytes,
        Transport transport,
        Clock clock,
        Supplier<byte[]> nonces,
        RegistrationBoard board,
        Concurrency concurrency,
        CellStreams streams,
        CellMetrics figures,
        LogLevels levels) {
    /** Begins to open a second connection. */
    Link open() {
        return Link.open(endpoint, LinkSettings.defaults().withMaxMessageBytes(maxMessageBytes), transport);
    }
}
