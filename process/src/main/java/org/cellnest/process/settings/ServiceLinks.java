package org.cellnest.process.settings;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes the variables that Kubernetes and Docker set for each service beside a container, such as {@code
 * NAME_PORT=tcp://HOST:PORT} and {@code NAME_PORT_9020_TCP_ADDR}. Some variables of a service named {@code
 * cellnest-router-ops} have the names of settings. Stateless.
 */
final class ServiceLinks {
    private static final Pattern URL = Pattern.compile("(?:tcp|udp|sctp)://\\S+");
    private static final Pattern OF_A_PORT =
            Pattern.compile(".*_PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?");
    private static final Pattern OF_A_SERVICE = Pattern.compile(".*_SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)");

    private ServiceLinks() {}

    /**
     * Whether a variable is a service link. A variable with the name of a setting is one only if it ends with {@code
     * _PORT} and its value is a URL.
     */
    static boolean include(String name, String value, boolean setting) {
        return (name.endsWith("_PORT") && URL.matcher(value).matches())
                || (!setting
                        && (OF_A_PORT.matcher(name).matches()
                                || OF_A_SERVICE.matcher(name).matches()));
    }

    /** Returns a warning, in one line, about ignored variables. */
    static String warning(Set<String> names) {
        return "environment " + String.join(", ", names)
                + ": service links of Kubernetes or Docker, no settings, and ignored"
                + " (enableServiceLinks: false in the pod's specification leaves them out)";
    }
}
