package org.cellnest.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Header;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.cell.SetCookie;

/** Shows headers and cookies, in and out. */
public final class Visits {
    private static final long MOST = 1_000_000;

    /** Counts visits in a cookie, since the cell stores nothing. */
    @Route(value = "/api/visits", produces = "text/plain;charset=utf-8", description = "Counts your visits in a cookie")
    public Response visits(@Cookie("visits") @Default("0") @Description("How many there were before") long before) {
        long now = Math.min(MOST, Math.max(0, before) + 1);
        return Response.text(now == 1 ? "your first visit" : "your visit number " + now)
                .header("cache-control", "no-store")
                .cookie(SetCookie.of("visits", String.valueOf(now)).maxAge(Duration.ofDays(1)));
    }

    /** Takes a required header and an optional one. */
    @Route(value = "/api/headers", description = "What your browser says of itself")
    public Map<String, String> headers(@Header String userAgent, @Header Optional<String> acceptLanguage) {
        return Map.of("user-agent", userAgent, "accept-language", acceptLanguage.orElse("not said"));
    }
}
