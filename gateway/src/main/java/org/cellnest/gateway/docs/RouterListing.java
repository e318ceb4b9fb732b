package org.cellnest.gateway.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/**
 * Requests the routes of one router within one session, page by page, and caches its last answer. Owned by the link's
 * thread; the caller passes the time, in nanoseconds of a monotonic clock.
 */
public final class RouterListing {
    /** The longest wait for a page; a router of an older version never answers. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    static final int MAX_ROUTES = 65_536;
    /** The approximate maximum of the routes' memory, in characters; most of it is schemas. */
    static final int MAX_CHARS = 64 << 20;

    private final Consumer<Describe> sender;
    private final List<CompletableFuture<@Nullable RouterRoutes>> waiting = new ArrayList<>();
    private final List<RouteInfo> routes = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();
    private @Nullable RouterRoutes known;
    private long knownRevision;
    private long firstRevision;
    private int chars;
    /** The position requested last, or -1 if no answer is pending. */
    private long after = -1;

    private long askedNs;
    /** Whether the pending answer was given up; until it arrives, nothing more is requested. */
    private boolean late;

    /** @param sender sends to the router */
    public RouterListing(Consumer<Describe> sender) {
        this.sender = sender;
    }

    /**
     * Completes the answer with the current routes. Completes it with the last known routes, or null, if the router
     * does not answer in time.
     */
    public void ask(CompletableFuture<@Nullable RouterRoutes> answer, long nowNs) {
        if (late) {
            answer.complete(known);
            return;
        }
        waiting.add(answer);
        if (after < 0) {
            begin();
            send(0, nowNs);
        }
    }

    private void begin() {
        routes.clear();
        versions.clear();
        chars = 0;
        firstRevision = 0;
    }

    private void send(long cursor, long nowNs) {
        after = cursor;
        askedNs = nowNs;
        sender.accept(new Describe(cursor, cursor == 0 ? knownRevision : 0));
    }

    /** Handles an answer of the router. */
    public void onDescription(Description description, long nowNs) {
        if (description.after() != after) {
            return;
        }
        after = -1;
        if (late) {
            late = false;
            return;
        }
        if (firstRevision == 0 && known != null && description.revision() == knownRevision) {
            complete(known);
            return;
        }
        firstRevision = firstRevision == 0 ? description.revision() : firstRevision;
        boolean whole = take(description);
        if (whole && description.next() > description.after()) {
            send(description.next(), nowNs);
            return;
        }
        knownRevision = firstRevision;
        known = new RouterRoutes(routes, versions, whole);
        begin();
        complete(known);
    }

    private boolean take(Description description) {
        for (RouteInfo route : description.routes()) {
            chars += chars(route);
            if (routes.size() == MAX_ROUTES || chars > MAX_CHARS) {
                return false;
            }
            routes.add(route);
            String version = description.versions().get(route.deployment());
            if (version != null) {
                versions.put(route.deployment(), version);
            }
        }
        return true;
    }

    private static int chars(RouteInfo route) {
        int chars = 512 + route.template().length() + route.description().length();
        chars += route.request() == null ? 0 : route.request().length();
        chars += route.response() == null ? 0 : route.response().length();
        for (Map<String, String> parameter : route.parameters()) {
            chars += 128;
            for (String value : parameter.values()) {
                chars += value.length();
            }
        }
        return chars;
    }

    /** Gives up a request that takes too long, and answers with the last known routes. */
    public void onTick(long nowNs) {
        if (!waiting.isEmpty() && nowNs - askedNs >= PATIENCE_NS) {
            late = true;
            begin();
            complete(known);
        }
    }

    /** Ends the listing with its session. */
    public void onOver() {
        known = null;
        complete(null);
    }

    private void complete(@Nullable RouterRoutes with) {
        List<CompletableFuture<@Nullable RouterRoutes>> answers = List.copyOf(waiting);
        waiting.clear();
        answers.forEach(answer -> answer.complete(with));
    }
}
