package org.cellnest.runtime;

import java.util.List;
import java.util.UUID;
import org.cellnest.process.ProcessMain;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Endpoint;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.cellnest.runtime.deploy.DeploySettings;
import org.cellnest.runtime.handler.FilePump;
import org.cellnest.runtime.handler.FlowSettings;
import org.cellnest.session.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A cell's settings as it uses them; see {@link Catalogue} for keys, defaults and ranges.
 *
 * @param routers the endpoints of all routers, each once
 * @param concurrency how many requests run at a time
 * @param maxStreams how many bodies flow at a time
 * @param streamBytes how many bytes of bodies all senders may be permitted to send
 * @param drainNs how long a stop waits for running requests
 */
record CellConfig(
        Identity identity,
        List<String> routers,
        int concurrency,
        int maxStreams,
        long streamBytes,
        int maxMessageBytes,
        long drainNs,
        DeploySettings deploy) {
    static CellConfig from(Settings settings) {
        int maxMessageBytes = Math.toIntExact(settings.value(Catalogue.NEST_MAX_MESSAGE_BYTES));
        long drainNs = settings.value(Catalogue.CELL_DRAIN_TIME).toNanos();
        int concurrency = settings.value(Catalogue.CELL_CONCURRENCY);
        Identity identity = new Identity(
                PeerKind.CELL,
                settings.value(Catalogue.CELL_ID),
                UUID.randomUUID().toString(),
                settings.value(Catalogue.CELL_WEIGHT),
                settings.value(Catalogue.CELL_LABELS),
                key(settings),
                settings.value(Catalogue.NEST_INSECURE),
                null,
                ProcessMain.version(),
                null);
        return new CellConfig(
                identity,
                settings.value(Catalogue.CELL_ROUTERS).stream()
                        .map(Endpoint::toString)
                        .distinct()
                        .toList(),
                concurrency,
                settings.value(Catalogue.CELL_MAX_STREAMS),
                settings.value(Catalogue.CELL_STREAM_BYTES),
                maxMessageBytes,
                drainNs,
                new DeploySettings(
                        settings.value(Catalogue.CELL_DIRECTORY),
                        settings.value(Catalogue.CELL_WORK_DIRECTORY),
                        identity.id(),
                        settings.value(Catalogue.CELL_DEPLOYMENT_CONCURRENCY),
                        sharedConcurrency(settings, concurrency),
                        Math.max(1, (int) Math.ceil(settings.value(Catalogue.CELL_STUCK_SHARE) * concurrency)),
                        maxMessageBytes,
                        settings.value(Catalogue.CELL_SCAN_INTERVAL).toNanos(),
                        drainNs,
                        new FlowSettings(
                                settings.value(Catalogue.CELL_STREAM_THREADS),
                                Math.toIntExact(settings.value(Catalogue.CELL_MAX_COLLECTED_BYTES)),
                                FilePump.create())));
    }

    /** Rounded down, so that the neighbours of a deployment have something wherever there is more than one slot. */
    private static int sharedConcurrency(Settings settings, int concurrency) {
        int share = Math.max(1, (int) (settings.value(Catalogue.CELL_DEPLOYMENT_SHARE) * concurrency));
        return Math.min(settings.value(Catalogue.CELL_DEPLOYMENT_CONCURRENCY), share);
    }

    private static @Nullable KeyProof key(Settings settings) {
        String key = settings.value(Catalogue.NEST_KEY);
        if (key.isEmpty()) {
            return null;
        }
        try {
            return new KeyProof(key);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "nest.key: " + e.getMessage() + " [" + settings.origin(Catalogue.NEST_KEY) + "]");
        }
    }
}
