package org.cellnest.router.control;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened each second, from what was seen now and some time ago: at least {@value #LEAST_MS} ms ago where there was
 * anybody to see it. What was not seen then is reckoned from when it began. Any thread.
 */
final class Rates {
    static final long LEAST_MS = 5_000;

    /** A survey and what it says of peers, for look-ups. */
    private record Base(Seen seen, Map<String, Long> requestsBySession) {
        static Base of(Seen seen) {
            Map<String, Long> requests = new HashMap<>();
            seen.cells().forEach(cell -> requests.put(cell.session(), cell.requests()));
            seen.gateways().forEach(gateway -> requests.put(gateway.session(), gateway.requests()));
            return new Base(seen, requests);
        }
    }

    private @Nullable Base older;
    private @Nullable Base newer;

    /** The rates of a survey, which becomes the past of those to come. */
    synchronized Of of(Seen seen) {
        Base last = newer;
        if (last == null) {
            newer = Base.of(seen);
        } else if (seen.atNs() - last.seen().atNs() >= LEAST_MS * 1_000_000) {
            older = last;
            newer = Base.of(seen);
        }
        Base base = older == null ? newer : older;
        return new Of(seen, base == null || base.seen().atNs() >= seen.atNs() ? null : base);
    }

    /** The rates of one survey. */
    static final class Of {
        private final Seen seen;
        private final @Nullable Base base;

        private Of(Seen seen, @Nullable Base base) {
            this.seen = seen;
            this.base = base;
        }

        /** Requests of a cell or gateway, by its session. */
        double ofPeer(String session, long requests, long sinceNs) {
            Long before = base == null ? null : base.requestsBySession().get(session);
            return before == null || base == null
                    ? perSecond(requests, sinceNs)
                    : perSecond(requests - before, base.seen().atNs());
        }

        double requests(SeenRoute route) {
            SeenRoute before = before(route);
            return before == null || base == null
                    ? perSecond(route.requests(), route.sinceNs())
                    : perSecond(
                            route.requests() - before.requests(), base.seen().atNs());
        }

        double errors(SeenRoute route) {
            SeenRoute before = before(route);
            return before == null || base == null
                    ? perSecond(route.errors(), route.sinceNs())
                    : perSecond(route.errors() - before.errors(), base.seen().atNs());
        }

        private @Nullable SeenRoute before(SeenRoute route) {
            return base == null ? null : Find.route(base.seen(), route.id());
        }

        private double perSecond(long count, long sinceNs) {
            // Nothing is known to have gone on for less than this.
            double seconds = Math.max(1.0, (seen.atNs() - sinceNs) / 1e9);
            return Math.round(Math.max(0, count) / seconds * 1000) / 1000.0;
        }
    }
}
