package org.cellnest.gateway.http;

import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Caches field names in lower case, up to a maximum number. Owned by one I/O thread. */
final class HeaderNameCache {
    private static final int MAX_NAMES = 256;

    // HttpString compares without regard to case, so that one entry serves every spelling.
    private final Map<HttpString, String> namesByHttpString = new HashMap<>();

    String of(HttpString name) {
        String known = namesByHttpString.get(name);
        if (known != null) {
            return known;
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        if (namesByHttpString.size() < MAX_NAMES) {
            namesByHttpString.put(name, lower);
        }
        return lower;
    }
}
