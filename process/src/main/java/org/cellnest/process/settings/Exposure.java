package org.cellnest.process.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses endpoints that other machines could reach without a secret. ZeroMQ endpoints need {@code nest.key} or {@code
 * nest.security = curve}, ops ports their token. {@code nest.insecure = true} permits them all.
 */
public final class Exposure {
    private Exposure() {}

    /** Whether a host means every interface. */
    public static boolean isWildcard(String host) {
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    /** Whether a host is reachable from this machine alone; false for a name that does not resolve. */
    public static boolean isLoopback(String host) {
        if (host.isEmpty() || isWildcard(host)) {
            return false;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Refuses endpoints that a process would open to other machines without the secret that guards them.
     *
     * @param process {@code router}, {@code gateway} or {@code cell}: only its own endpoints are checked
     * @throws SettingsException naming each endpoint and the remedies
     */
    public static void check(Settings settings, String process) {
        if (settings.value(Catalogue.NEST_INSECURE)) {
            return;
        }
        List<String> problems = new ArrayList<>();
        for (Setting<?> setting : Catalogue.all()) {
            String guard = setting.guard();
            if (guard != null && setting.key().startsWith(process + ".") && !isGuarded(settings, guard)) {
                Object value = settings.value(setting);
                String host = value instanceof Endpoint endpoint ? endpoint.host() : value.toString();
                if (!isLoopback(host)) {
                    problems.add(setting.key() + ": " + value
                            + " can be reached from other machines (expected: a loopback"
                            + " address such as 127.0.0.1, or set " + waysIn(guard)
                            + ", or write nest.insecure = true) ["
                            + settings.origin(setting) + "]");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /**
     * Whether a guard is in force. CURVE admits only listed keys to the endpoints of {@code nest.key}, but does not
     * cover ops ports.
     */
    private static boolean isGuarded(Settings settings, String guard) {
        Setting<?> secret = Catalogue.byKey(guard);
        boolean isSet = secret != null && !settings.value(secret).toString().isEmpty();
        return isSet || (guard.equals(Catalogue.NEST_KEY.key()) && SecurityCheck.isCurve(settings));
    }

    private static String waysIn(String guard) {
        return guard.equals(Catalogue.NEST_KEY.key()) ? guard + " or nest.security = curve" : guard;
    }
}
