package org.cellnest.router.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Derives the address at which a gateway accepts HTTP from its report and from the remote address of its connection.
 * Stateless.
 */
final class GatewayAddress {
    private static final Pattern FORM =
            Pattern.compile("http://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]):([0-9]{1,5})");
    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    private GatewayAddress() {}

    /** Returns {@code http://HOST:PORT}, or null if the gateway reports none, or an invalid one. */
    static @Nullable String of(GatewaySnapshot gateway) {
        String reported = gateway.http();
        Matcher matcher = reported == null ? null : FORM.matcher(reported);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String host = matcher.group(1);
        if (host.equals("0.0.0.0") || host.equals("[::]")) {
            String from = PORT.matcher(gateway.address()).replaceFirst("");
            host = from.isEmpty() ? "127.0.0.1" : from;
        }
        return "http://" + host + ":" + matcher.group(2);
    }
}
