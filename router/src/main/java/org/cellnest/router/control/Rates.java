package org.cellnest.router.control;

import java.util.HashMap;
import java.util.Map;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.Sample;

/**
 * The rates of the last step of the {@link Series}: of the nest, each gateway and cell, and each route. All cover the
 * same seconds, so that they add up. Immutable and thread-safe.
 */
final class Rates {
    /** The rates before the first step is over. */
    static final Rates NONE =
            new Rates(1, new ApiModel.NestRates(0, 0, null, null, Series.STEP_MS, null), Map.of(), Map.of());

    private final double seconds;
    private final ApiModel.NestRates nest;
    private final Map<String, Long> requestsBySession;
    private final Map<Long, Sample.Answered> answeredByRoute;

    private Rates(
            double seconds,
            ApiModel.NestRates nest,
            Map<String, Long> requestsBySession,
            Map<Long, Sample.Answered> answeredByRoute) {
        this.seconds = seconds;
        this.nest = nest;
        this.requestsBySession = requestsBySession;
        this.answeredByRoute = answeredByRoute;
    }

    /** Returns the rates between two samples. */
    static Rates between(Sample before, Sample now, double seconds, ApiModel.NestRates nest) {
        Map<String, Long> requests = new HashMap<>();
        now.requestsBySession()
                .forEach((session, count) ->
                        // A session that was not there has begun since.
                        requests.put(session, count - before.requestsBySession().getOrDefault(session, 0L)));
        return new Rates(seconds, nest, requests, now.answeredByRoute());
    }

    ApiModel.NestRates nest() {
        return nest;
    }

    /** Returns the requests per second of a cell or gateway, by its session. */
    double ofPeer(String session) {
        return perSecond(requestsBySession.getOrDefault(session, 0L), seconds);
    }

    double requests(RouteSnapshot route) {
        Sample.Answered answered = answeredByRoute.get(route.id());
        return answered == null ? 0 : perSecond(answered.requests(), seconds);
    }

    double errors(RouteSnapshot route) {
        Sample.Answered answered = answeredByRoute.get(route.id());
        return answered == null ? 0 : perSecond(answered.errors(), seconds);
    }

    /** Returns a rate per second, to three decimals. */
    static double perSecond(long count, double seconds) {
        return Math.round(Math.max(0, count) / seconds * 1000) / 1000.0;
    }
}
