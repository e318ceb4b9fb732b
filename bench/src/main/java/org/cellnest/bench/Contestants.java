package org.cellnest.bench;

import java.util.Arrays;
import java.util.Set;

/** Lists the names of all contestants, except those of other checkouts. */
final class Contestants {
    static final String LARGE_NEST = "nest-10k";
    static final String UNDERTOW = "undertow";
    static final String NGINX = "nginx";
    /** nginx that passes the bodies of requests on while they come; of the usual nginx that is the only difference. */
    static final String NGINX_STREAM = "nginx-stream";

    static final String HAPROXY = "haproxy";
    static final String SPRING = "spring";

    private static final Set<String> OTHERS = Set.of(LARGE_NEST, UNDERTOW, NGINX, NGINX_STREAM, HAPROXY, SPRING);

    private Contestants() {}

    /** Whether a name is that of a nest of this checkout, with the usual routes. */
    static boolean isOwnNest(String name) {
        return Arrays.stream(NestKind.values()).anyMatch(kind -> kind.title().equals(name));
    }

    /** Whether a name belongs to a contestant. */
    static boolean isTaken(String name) {
        return OTHERS.contains(name) || isOwnNest(name);
    }
}
