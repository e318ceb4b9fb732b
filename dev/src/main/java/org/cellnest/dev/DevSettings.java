package org.cellnest.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsSources;

/**
 * Resolves the settings of the three processes in one JVM. The author's settings come first, then defaults that suit
 * development, then the ordinary defaults. The addresses by which the processes find each other are also set here.
 */
final class DevSettings {
    /** A path that hardly collides with a route of an author. */
    private static final String API_DOCS_PATH = "/.cellnest-dev/api";

    private final SettingsSources given;
    private final Settings author;
    private final List<String> own = new ArrayList<>();

    /**
     * Creates the settings.
     *
     * @param debugged whether a debugger may suspend the JVM for any time
     */
    DevSettings(SettingsSources given, boolean debugged) {
        this.given = given;
        this.author = given.resolve();
        prefer(Catalogue.GATEWAY_HTTP_HOST, "127.0.0.1");
        prefer(Catalogue.GATEWAY_DRAIN_TIME, "0s");
        prefer(Catalogue.ROUTER_DRAIN_TIME, "0s");
        prefer(Catalogue.CELL_SCAN_INTERVAL, "15ms");
        prefer(Catalogue.LOG_LEVEL, "warn");
        prefer(Catalogue.ROUTER_FRONT, "tcp://127.0.0.1:0");
        prefer(Catalogue.ROUTER_BACK, "tcp://127.0.0.1:0");
        prefer(Catalogue.ROUTER_OPS_PORT, "0");
        prefer(Catalogue.GATEWAY_OPS_PORT, "0");
        prefer(Catalogue.GATEWAY_API_DOCS_PATH, API_DOCS_PATH);
        if (debugged) {
            prefer(Catalogue.NEST_HEARTBEAT, "1m");
            prefer(Catalogue.NEST_DEAD_AFTER, "60");
            prefer(Catalogue.NEST_REQUEST_TIMEOUT, "1h");
        }
    }

    private void prefer(Setting<?> setting, String value) {
        if (!author.isGiven(setting)) {
            own.add(setting.key() + "=" + value);
        }
    }

    /** Whether the author has set the port. */
    boolean isPortGiven() {
        return author.isGiven(Catalogue.GATEWAY_HTTP_PORT);
    }

    /** Sets a value that overrides the author's. */
    <T> void require(Setting<T> setting, T value) {
        own.add(setting.key() + "=" + value);
    }

    /** Sets the router's endpoints for the gateway and the cell. */
    void requireRouter(String front, String back) {
        own.add(Catalogue.GATEWAY_ROUTERS.key() + "=" + front);
        own.add(Catalogue.CELL_ROUTERS.key() + "=" + back);
    }

    /** Resolves all settings, including the required values so far. */
    Settings resolve() {
        List<String> sets = new ArrayList<>(given.sets());
        sets.addAll(own);
        return new SettingsSources(given.file(), sets, given.environment(), given.workingDirectory(), given.home())
                .resolve();
    }

    /** Passes on the warnings about settings, such as unknown environment variables. */
    void forEachWarning(Consumer<String> heard) {
        author.warnings().forEach(heard);
    }
}
