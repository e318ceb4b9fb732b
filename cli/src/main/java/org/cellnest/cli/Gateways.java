package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the gateway for a call. */
final class Gateways {
    private static final int DEFAULT_PORT = 8888;
    /** The maximum number of gateways to check when the user names none. */
    private static final int MAX_CANDIDATES = 4;

    private final Console console;

    Gateways(Console console) {
        this.console = console;
    }

    /**
     * Returns the address of a gateway.
     *
     * @param given an address with a scheme or port, the id of a gateway that the router knows, or empty. Empty means
     *     any gateway that the router has verified at its address, else the gateway of the settings
     */
    String find(String given) {
        if (given.isEmpty()) {
            return any();
        }
        return given.indexOf(':') >= 0 ? RouterAddress.parse("--gateway", given, DEFAULT_PORT) : byId(given);
    }

    private String byId(String id) {
        List<String> ids = new ArrayList<>();
        for (JsonNode gateway : console.router().get("/v1/gateways").path("gateways")) {
            ids.add(Json.text(gateway, "id"));
            if (Json.text(gateway, "id").equals(id)) {
                String http = Json.text(gateway, "http");
                if (http.isEmpty()) {
                    throw NestException.refused("gateway " + id + " does not say where it listens; give its address");
                }
                JsonNode checked = checked(gateway);
                if (!isVerified(checked)) {
                    throw NestException.refused("gateway " + id + " is not verified at " + http + ": "
                            + Json.text(checked, "httpProblem") + "; give its address to call it all the same");
                }
                return RouterAddress.parse("gateway " + id, http, DEFAULT_PORT);
            }
        }
        throw NestException.refused("gateway " + id + " is unknown (the router knows: "
                + (ids.isEmpty() ? "none" : String.join(", ", ids)) + ")");
    }

    private String any() {
        List<JsonNode> candidates = known().stream()
                .filter(gateway -> !Json.text(gateway, "http").isEmpty() && !Json.yes(gateway, "draining"))
                .limit(MAX_CANDIDATES)
                .toList();
        for (JsonNode gateway : candidates) {
            if (isVerifiedNow(gateway)) {
                return RouterAddress.parse(
                        "gateway " + Json.text(gateway, "id"), Json.text(gateway, "http"), DEFAULT_PORT);
            }
        }
        return console.options().gateway();
    }

    private boolean isVerifiedNow(JsonNode gateway) {
        try {
            return isVerified(checked(gateway));
        } catch (NestException e) {
            // It has gone meanwhile, or the router has.
            return false;
        }
    }

    /** Returns the gateway after the router has verified its address. A listing does not wait for that verification. */
    private JsonNode checked(JsonNode gateway) {
        return isVerified(gateway)
                ? gateway
                : console.router().get("/v1/gateways/" + RouterClient.escape(Json.text(gateway, "id")));
    }

    /** Whether the address is verified. Routers of an earlier version verify none, so their addresses are accepted. */
    private static boolean isVerified(JsonNode gateway) {
        return !gateway.has("httpVerified") || Json.yes(gateway, "httpVerified");
    }

    /**
     * Returns the gateways that the router knows; none if the router does not answer, since a call does not need its
     * ops port.
     */
    private List<JsonNode> known() {
        try {
            return Json.items(console.router().get("/v1/gateways"), "gateways");
        } catch (NestException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                throw e;
            }
            return List.of();
        }
    }
}
