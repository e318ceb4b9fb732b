package org.cellnest.gateway.access;

import java.time.ZoneId;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.slf4j.Logger;

/**
 * Writes one line for each request, in the format of {@code gateway.access-format}. When off, costs one level check.
 * Thread-safe.
 */
public final class AccessLog {
    private static final Logger LOG = ProcessLogging.access();

    private final AccessFormat format;

    private AccessLog(AccessFormat format) {
        this.format = format;
    }

    /** Creates the log in the format of the settings. */
    public static AccessLog of(Settings settings) {
        ZoneId zone = ZoneId.systemDefault();
        boolean json = settings.value(Catalogue.GATEWAY_ACCESS_FORMAT).equals("json");
        return new AccessLog(json ? new JsonFormat(zone) : new CombinedFormat(zone));
    }

    /** Whether the log is on. */
    public boolean isOn() {
        return LOG.isInfoEnabled();
    }

    /** Writes the entry, if the log is on. */
    public void write(AccessEntry entry) {
        if (LOG.isInfoEnabled()) {
            LOG.info(format.line(entry));
        }
    }
}
