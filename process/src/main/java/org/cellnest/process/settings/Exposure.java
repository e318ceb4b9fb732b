package org.cellnest.process.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Closed by default: ZeroMQ endpoints that other machines could reach need {@code nest.key} or {@code nest.security =
 * curve}, ops ports their token, unless {@code nest.insecure = true} is written.
 */
public final class Exposure {
    private Exposure() {}

    /** Whether a host means every interface. */
    public static boolean isWildcard(String host) {
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    /** Whether binding to the host is reachable from this machine alone; a name that does not resolve is not. */
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
     * Refuses what a process would open to other machines without the secret that guards it.
     *
     * @param process {@code router}, {@code gateway} or {@code cell}: only its own endpoints are looked at
     * @throws SettingsException naming each endpoint and the ways out
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

    /** CURVE admits listed keys alone to the endpoints of {@code nest.key}; an ops port is none of them. */
    private static boolean isGuarded(Settings settings, String guard) {
        Setting<?> secret = Catalogue.byKey(guard);
        boolean isSet = secret != null && !settings.value(secret).toString().isEmpty();
        return isSet || (guard.equals(Catalogue.NEST_KEY.key()) && SecurityCheck.isCurve(settings));
    }

    private static String waysIn(String guard) {
        return guard.equals(Catalogue.NEST_KEY.key()) ? guard + " or nest.security = curve" : guard;
    }
}
