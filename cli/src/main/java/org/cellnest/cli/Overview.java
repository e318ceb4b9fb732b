package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints an overview of the nest: the router, its metrics, and the first items of each kind. */
final class Overview {
    private static final int ROWS = 10;

    private final Console console;
    private final Lister lister;

    Overview(Console console) {
        this.console = console;
        this.lister = new Lister(console.router());
    }

    void print() {
        JsonNode nest = console.router().get("/v1/nest");
        if (console.options().json()) {
            console.print(document(nest));
            return;
        }
        Instant now = console.cliEnvironment().clock().instant();
        console.print(summary(nest, now, console.style()));
        for (Kind kind : Kind.values()) {
            Lister.Result found = find(kind);
            console.print("");
            console.print(console.style().paint(Style.Colour.BOLD, heading(kind, found)));
            if (!found.items().isEmpty()) {
                console.print(kind.listing().table(found.items(), now));
            }
        }
    }

    private Lister.Result find(Kind kind) {
        String order = kind == Kind.ROUTES ? "rate" : kind.listing().orders().get(0);
        return lister.find(new Selection(kind.listing(), "", "", "", order, ROWS));
    }

    private JsonNode document(JsonNode nest) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.set("nest", nest);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ROUTES) {
                document.set(
                        kind.listing().field(),
                        console.router()
                                .get(kind.listing().path())
                                .path(kind.listing().field()));
            }
        }
        return document;
    }

    private static String heading(Kind kind, Lister.Result found) {
        String heading = String.format(Locale.ROOT, "%,d %s", found.total(), kind);
        if (found.total() == 1) {
            heading = heading.substring(0, heading.length() - 1);
        }
        if (found.total() <= found.items().size()) {
            return heading;
        }
        return heading + ", the " + (kind == Kind.ROUTES ? "busiest " : "first ")
                + found.items().size() + " (nest ls " + kind + " lists more)";
    }

    /** Returns two lines: the identity and state of the router, and its metrics. */
    static List<String> summary(JsonNode nest, Instant now, Style style) {
        JsonNode router = nest.path("router");
        JsonNode rates = nest.path("rates");
        boolean draining = Json.yes(router, "draining");
        boolean ready = Json.yes(router, "ready");
        String state = draining ? "draining" : ready ? "ready" : "not ready";
        String version = Json.text(router, "version");
        return List.of(
                style.paint(Style.Colour.BOLD, "router " + Text.safe(Json.text(router, "id"))) + "  "
                        + style.paint(ready && !draining ? Style.Colour.GREEN : Style.Colour.YELLOW, state)
                        + "  up " + Numbers.age(Json.text(router, "startedAt"), now)
                        + (version.isEmpty() ? "" : "  version " + Text.safe(version)),
                figures(nest, rates));
    }

    private static String figures(JsonNode nest, JsonNode rates) {
        double windowMs = Json.number(rates, "windowMs").orElse(0);
        return String.join(
                "  ",
                orNone(Numbers.rate(Json.number(rates, "requestsPerSecond"))) + " req/s",
                orNone(Numbers.rate(Json.number(rates, "errorsPerSecond"))) + " errors/s",
                "p50 " + orNone(Numbers.millis(Json.number(rates, "p50Ms"))),
                "p99 " + orNone(Numbers.millis(Json.number(rates, "p99Ms"))),
                Json.whole(nest, "inFlight") + " in flight",
                Json.whole(nest, "parked") + " parked (" + Numbers.bytes(Json.whole(nest, "parkedBytes")) + ")"
                        // All rates that the router tells are over this.
                        + (windowMs > 0 ? "  (rates over " + Math.round(windowMs / 1000) + " s)" : ""));
    }

    private static String orNone(String figure) {
        return figure.isEmpty() ? "-" : figure;
    }
}
