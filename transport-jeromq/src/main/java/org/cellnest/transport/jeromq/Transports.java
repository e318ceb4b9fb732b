package org.cellnest.transport.jeromq;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.SecurityCheck;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.cellnest.transport.NativeTransport;
import org.cellnest.transport.Transport;

/** Opens the {@link Transport} that the settings of a process name. Stateless. */
public final class Transports {
    private Transports() {}

    /**
     * Opens a router's transport. With CURVE it follows the files of the admitted keys, front before back.
     *
     * @throws StartupException if a key file or list cannot be used, naming its setting
     */
    public static Transport ofRouter(Settings settings) throws StartupException {
        SecurityCheck.check(settings, "router");
        if (!SecurityCheck.isCurve(settings)) {
            return plain(settings);
        }
        CurveKeyPair keys = keys(settings, Catalogue.ROUTER_CURVE_KEY_FILE);
        WatchedAllowList front = list(settings, Catalogue.ROUTER_CURVE_FRONT_CLIENTS);
        try {
            WatchedAllowList back = list(settings, Catalogue.ROUTER_CURVE_BACK_CLIENTS);
            return JeroMqTransport.curve(new CurveServer(keys, List.of(front, back)), List.of(front, back));
        } catch (StartupException e) {
            front.close();
            throw e;
        }
    }

    /**
     * Opens a gateway's transport.
     *
     * @throws StartupException if a key cannot be used, naming its setting
     */
    public static Transport ofGateway(Settings settings) throws StartupException {
        SecurityCheck.check(settings, "gateway");
        return ofClient(
                settings,
                Catalogue.GATEWAY_CURVE_KEY_FILE,
                Catalogue.GATEWAY_CURVE_ROUTER_KEY,
                Catalogue.GATEWAY_ID,
                Catalogue.ROUTER_CURVE_FRONT_CLIENTS);
    }

    /**
     * Opens a cell's transport.
     *
     * @throws StartupException if a key cannot be used, naming its setting
     */
    public static Transport ofCell(Settings settings) throws StartupException {
        SecurityCheck.check(settings, "cell");
        return ofClient(
                settings,
                Catalogue.CELL_CURVE_KEY_FILE,
                Catalogue.CELL_CURVE_ROUTER_KEY,
                Catalogue.CELL_ID,
                Catalogue.ROUTER_CURVE_BACK_CLIENTS);
    }

    private static Transport ofClient(
            Settings settings,
            Setting<Optional<Path>> keyFile,
            Setting<String> routerKey,
            Setting<String> id,
            Setting<Optional<Path>> allowList)
            throws StartupException {
        if (!SecurityCheck.isCurve(settings)) {
            return plain(settings);
        }
        return JeroMqTransport.curve(new CurveClient(
                keys(settings, keyFile),
                key(settings, routerKey),
                settings.value(id),
                allowList.key(),
                routerKey.key()));
    }

    private static CurveKeyPair keys(Settings settings, Setting<Optional<Path>> file) throws StartupException {
        try {
            return CurveKeyPair.read(settings.value(file).orElseThrow());
        } catch (KeyFileException e) {
            throw new StartupException(file.key() + ": " + e.getMessage(), e);
        }
    }

    private static CurveKey key(Settings settings, Setting<String> setting) throws StartupException {
        try {
            return CurveKey.parse(settings.value(setting));
        } catch (IllegalArgumentException e) {
            throw new StartupException(setting.key() + ": " + e.getMessage(), e);
        }
    }

    private static WatchedAllowList list(Settings settings, Setting<Optional<Path>> file) throws StartupException {
        try {
            return WatchedAllowList.open(settings.value(file).orElseThrow());
        } catch (KeyFileException e) {
            throw new StartupException(file.key() + ": " + e.getMessage(), e);
        }
    }

    private static Transport plain(Settings settings) {
        return named(settings.value(Catalogue.NEST_TRANSPORT));
    }

    /**
     * Opens the transport of this name, without keys.
     *
     * @throws IllegalArgumentException if there is no such transport
     */
    public static Transport named(String name) {
        return switch (name) {
            case JeroMqTransport.NAME -> JeroMqTransport.plain();
            case NativeTransport.NAME -> new NativeTransport();
            default ->
                throw new IllegalArgumentException(
                        name + " (expected: " + JeroMqTransport.NAME + " or " + NativeTransport.NAME + ")");
        };
    }
}
