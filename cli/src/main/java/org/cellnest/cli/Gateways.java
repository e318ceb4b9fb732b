package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the gateway that a call goes through. */
final class Gateways {
    private static final int DEFAULT_PORT = 8888;

    private final Console console;

    Gateways(Console console) {
        this.console = console;
    }

    /**
     * The address of a gateway.
     *
     * @param given an address with a scheme or port, the id of a gateway that the router knows, or empty: then any that the
     *     router knows, or where there is no router to ask or none known, the one in the settings
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
                return RouterAddress.parse("gateway " + id, http, DEFAULT_PORT);
            }
        }
        throw NestException.refused("gateway " + id + " is unknown (the router knows: "
                + (ids.isEmpty() ? "none" : String.join(", ", ids)) + ")");
    }

    private String any() {
        for (JsonNode gateway : known()) {
            String http = Json.text(gateway, "http");
            if (!http.isEmpty() && !Json.yes(gateway, "draining")) {
                return RouterAddress.parse("gateway " + Json.text(gateway, "id"), http, DEFAULT_PORT);
            }
        }
        return console.options().gateway();
    }

    /** None where the router cannot be asked: a call needs the gateway, not the router's ops port. */
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
