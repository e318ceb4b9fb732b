package org.cellnest.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsSources;

/**
 * The settings of the three processes in one JVM. What the author has set counts; where he has not, what is better while
 * one writes a cell takes the place of the default; and where the three find each other is settled here.
 */
final class DevSettings {
    /** Where no route of an author is likely to be. */
    private static final String API_DOCS_PATH = "/.cellnest-dev/api";

    private final SettingsSources given;
    private final Settings author;
    private final List<String> own = new ArrayList<>();

    /** @param debugged whether a debugger may stop the JVM for as long as it likes */
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

    /** Whether the author has chosen the port himself. */
    boolean isPortGiven() {
        return author.isGiven(Catalogue.GATEWAY_HTTP_PORT);
    }

    /** Has this hold whatever the author has set. */
    <T> void require(Setting<T> setting, T value) {
        own.add(setting.key() + "=" + value);
    }

    /** Has the two that dial find the router. */
    void requireRouter(String front, String back) {
        own.add(Catalogue.GATEWAY_ROUTERS.key() + "=" + front);
        own.add(Catalogue.CELL_ROUTERS.key() + "=" + back);
    }

    /** All of them, with what has been required so far. */
    Settings resolve() {
        List<String> sets = new ArrayList<>(given.sets());
        sets.addAll(own);
        return new SettingsSources(given.file(), sets, given.environment(), given.workingDirectory(), given.home())
                .resolve();
    }

    /** What should be said about the settings, such as variables nobody knows. */
    void forEachWarning(Consumer<String> heard) {
        author.warnings().forEach(heard);
    }
}
