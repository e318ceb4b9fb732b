package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/**
 * Interns equal values (schemas, parameters, descriptions) of one registration, because 20,000 routes repeat a few of
 * them. Owned by one thread.
 */
public final class RouteInfoInterner {
    /** The maximum number of interned values; further values are not shared. */
    private static final int MAX_VALUES = 16_384;

    private final Map<Object, Object> values = new HashMap<>();
    private long token;

    /** Forgets the values of any other registration. */
    public void of(long registration) {
        if (registration != token) {
            token = registration;
            clear();
        }
    }

    public void clear() {
        values.clear();
    }

    RouteInfo share(RouteInfo info) {
        List<Map<String, String>> parameters =
                List.copyOf(info.parameters().stream().map(this::one).toList());
        return new RouteInfo(
                one(info.deployment()),
                info.number(),
                info.template(),
                one(info.methods()),
                info.timeoutMs(),
                info.idempotent(),
                info.inner(),
                one(info.description()),
                one(parameters),
                one(info.produces()),
                oneOrNull(info.request()),
                oneOrNull(info.response()));
    }

    private @Nullable String oneOrNull(@Nullable String text) {
        return text == null ? null : one(text);
    }

    @SuppressWarnings("unchecked") // a value equal to the one asked for was put in as one of its type
    private <T> T one(T value) {
        Object known = values.get(value);
        if (known != null) {
            return (T) known;
        }
        if (values.size() < MAX_VALUES) {
            values.put(value, value);
        }
        return value;
    }
}
