package org.cellnest.integration.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A nest that is made up: what a router would say of it, in the shapes of the control plane, and what a test may change.
 * Any thread.
 */
final class FakeNest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "GET");
    private static final List<String> WORDS =
            List.of("orders", "users", "stock", "invoices", "search", "media", "prices", "carts");

    private final Map<String, ObjectNode> cells = new LinkedHashMap<>();
    private final Map<String, ObjectNode> gateways = new LinkedHashMap<>();
    private final List<ObjectNode> routes = new ArrayList<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final List<Consumer<ObjectNode>> listeners = new ArrayList<>();
    private final ObjectNode router = JSON.createObjectNode();
    private double requestsPerSecond = 1_234.5;

    /** An empty nest. */
    FakeNest() {
        router.put("id", "router-1")
                .put("incarnation", "5f3a9c0144d2be77")
                .put("version", "0.1.0")
                .put("startedAt", "2026-11-25T08:00:00.000Z")
                .put("ready", true)
                .put("draining", false)
                .put("front", "tcp://127.0.0.1:9021")
                .put("back", "tcp://127.0.0.1:9022");
    }

    /** A gateway, three cells and a handful of routes, as after a quiet start. */
    static FakeNest small() {
        FakeNest nest = new FakeNest();
        nest.gateway("gateway-1");
        nest.cell("cell-a", "orders");
        nest.cell("cell-b", "orders");
        nest.cell("cell-c", "users");
        nest.orderRoutes();
        nest.route("GET", "/users/{name}", "users", "One user");
        return nest;
    }

    /** Many cells in pools of several sizes and states, and very many routes. */
    static FakeNest large(int cells, int routes) {
        FakeNest nest = new FakeNest();
        for (int i = 0; i < 4; i++) {
            nest.gateway("gateway-" + i);
        }
        List<String> states = List.of("serving", "full", "blocked", "draining", "drained", "silent", "kicked");
        for (int i = 0; i < cells; i++) {
            String deployment = WORDS.get(i % 7 < 3 ? 0 : i % WORDS.size());
            ObjectNode cell = nest.cell(String.format(Locale.ROOT, "cell-%03d", i), deployment);
            cell.put("state", i % 17 == 16 ? states.get((i / 17) % states.size()) : "serving");
            cell.put("inFlight", (i * 37) % 256);
            cell.withObject("/rates").put("requestsPerSecond", (i * 61) % 900);
        }
        for (int i = 0; i < routes; i++) {
            String deployment = WORDS.get(i % WORDS.size());
            nest.route(
                    METHODS.get(i % METHODS.size()),
                    "/" + deployment + "/" + String.format(Locale.ROOT, "%05d", i) + "/{id}",
                    deployment,
                    "Route number " + i);
        }
        return nest;
    }

    /** Whether no cell has another one beside it. */
    volatile boolean lastOfItsRoutes;

    synchronized ObjectNode gateway(String id) {
        ObjectNode gateway = JSON.createObjectNode()
                .put("id", id)
                .put("incarnation", "77ab")
                .put("session", gateways.size() + 1)
                .put("since", "2026-11-25T08:00:01.000Z")
                .put("address", "127.0.0.1:50123")
                .put("http", "http://127.0.0.1:8888")
                .put("httpVerified", true)
                .putNull("httpProblem")
                .put("version", "0.1.0")
                .put("lanes", 3)
                .put("outstanding", 12)
                .put("maxOutstanding", 16384)
                .put("lastHeardMs", 420)
                .put("draining", false);
        gateway.putObject("counters").put("requests", 123_456);
        gateway.putObject("rates").put("requestsPerSecond", 310.25);
        gateways.put(id, gateway);
        return gateway;
    }

    /** A serving cell with one deployment. */
    synchronized ObjectNode cell(String id, String deployment) {
        ObjectNode cell = JSON.createObjectNode()
                .put("id", id)
                .put("incarnation", "9b1c" + cells.size())
                .put("session", cells.size() + 10)
                .put("state", "serving")
                .put("since", "2026-11-25T08:00:02.000Z")
                .put("address", "127.0.0.1:50" + (200 + cells.size()));
        cell.putObject("labels").put("zone", "a");
        cell.put("weight", 100)
                .put("concurrency", 256)
                .put("inFlight", 5)
                .put("running", 4)
                .put("waiting", 1)
                .put("oldestMs", 42)
                .put("lastHeardMs", 310)
                .put("routes", 5);
        cell.putArray("deployments")
                .addObject()
                .put("name", deployment)
                .put("version", "1.4.0")
                .put("routes", 5)
                .put("accepted", true);
        cell.putObject("rates").put("requestsPerSecond", 120.5);
        cell.put("requests", 98_765);
        cells.put(id, cell);
        return cell;
    }

    synchronized ObjectNode route(String method, String template, String deployment, String description) {
        int number = routes.size() + 1;
        ObjectNode route = JSON.createObjectNode()
                .put("id", "r" + number)
                .put("method", method)
                .put("template", template)
                .put("deployment", deployment);
        ArrayNode names = route.putArray("cells");
        List<String> holders = cells.values().stream()
                .filter(cell -> cell.at("/deployments/0/name").asText().equals(deployment))
                .map(cell -> cell.get("id").asText())
                .toList();
        holders.stream().limit(20).forEach(names::add);
        route.put("cellCount", holders.size())
                .put("parked", 0)
                .put("timeoutMs", 30_000)
                .putNull("idempotent")
                .put("inner", false)
                .put("description", description);
        route.putObject("requests")
                .put("2xx", 27_932_000 + number)
                .put("3xx", 1_234_567)
                .put("4xx", 345_678)
                .put("5xx", number % 3);
        route.putObject("rates")
                .put("requestsPerSecond", (number * 7.25) % 500)
                .put("errorsPerSecond", number % 3 / 10.0);
        double meanMs = 0.4 + (number * 13) % 90 / 10.0;
        route.put("meanMs", meanMs).put("p99Ms", 3 * meanMs).put("since", "2026-11-25T08:00:02.000Z");
        route.putArray("parameters");
        routes.add(route);
        return route;
    }

    private void orderRoutes() {
        route("GET", "/orders", "orders", "The latest orders");
        parameter(0, "count", "query", "integer", false).put("format", "int32").put("default", "20");
        route("GET", "/orders/{id:\\d{1,18}}", "orders", "One order");
        parameter(1, "id", "path", "integer", true);
        parameter(1, "X-Tenant", "header", "string", false);
        parameter(1, "session", "cookie", "string", false);
        ObjectNode place = route("POST", "/orders", "orders", "Takes an order");
        parameter(2, "body", "body", "object", true);
        ObjectNode schema = place.putObject("request").put("type", "object");
        schema.withObject("/properties/item").put("type", "string").put("example", "teapot");
        schema.withObject("/properties/quantity").put("type", "integer").put("minimum", 1);
        route("POST", "/orders/form", "orders", "Takes an order from a plain form");
        parameter(3, "item", "query,form,json", "string", true);
        parameter(3, "gift", "form", "boolean", false);
        parameter(3, "colour", "form", "string", false).put("enum", "RED,GREEN").put("repeated", "true");
        route("PATCH", "/orders/{id}", "orders", "Changes an order");
        parameter(4, "quantity", "json", "integer", false).put("format", "int64");
        parameter(4, "note", "json", "string", false);
        parameter(4, "size", "json", "string", false).put("enum", "S,M,L");
    }

    synchronized ObjectNode parameter(int route, String name, String in, String type, boolean required) {
        return routes.get(route)
                .withArray("/parameters")
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("type", type)
                .put("required", String.valueOf(required));
    }

    /** Changes what there is; whoever reads sees all of it or nothing. */
    synchronized void change(Runnable changes) {
        changes.run();
    }

    synchronized ObjectNode cellOf(String id) {
        ObjectNode cell = cells.get(id);
        if (cell == null) {
            throw new FakeProblem(404, "cell " + id + ": not here (expected: the id of a cell)");
        }
        return cell;
    }

    synchronized void requestsPerSecond(double rate) {
        requestsPerSecond = rate;
    }

    /** The same nest after its router was started anew: another incarnation, and events that count from one. */
    synchronized void restart() {
        router.put("incarnation", Long.toHexString(System.nanoTime()));
        events.clear();
    }

    // What operators do

    synchronized JsonNode drain(String id, boolean evenLast) {
        ObjectNode cell = cellOf(id);
        if (lastOfItsRoutes && !evenLast) {
            throw new FakeProblem(
                    412, "cell " + id + " is the last that serves GET /orders/{id} (expected: another cell)");
        }
        if (cell.get("state").asText().equals("drained")) {
            throw new FakeProblem(409, "cell " + id + " is drained already (expected: a cell that is not)");
        }
        cell.put("state", "drained");
        event("cell-drained", id, id + " was drained by an operator");
        return cell;
    }

    synchronized JsonNode resume(String id) {
        ObjectNode cell = cellOf(id);
        if (!List.of("drained", "kicked").contains(cell.get("state").asText())) {
            throw new FakeProblem(409, "cell " + id + " is neither drained nor kicked (expected: one of these)");
        }
        cell.put("state", "serving");
        event("cell-resumed", id, id + " was resumed by an operator");
        return cell;
    }

    synchronized JsonNode kick(String id) {
        ObjectNode cell = cellOf(id);
        if (cell.get("state").asText().equals("kicked")) {
            throw new FakeProblem(409, "cell " + id + " is kicked already (expected: a cell that is not)");
        }
        cell.put("state", "kicked");
        event("cell-kicked", id, id + " was kicked by an operator");
        return JSON.createObjectNode()
                .put("id", id)
                .put("state", "kicked")
                .put("inFlight", cell.get("inFlight").asInt());
    }

    /** Something happened to a cell. */
    synchronized void event(String type, String cell, String message, String... templates) {
        event(Instant.now(), type, cell, message, templates);
    }

    /** Something happened to a cell at some time. */
    synchronized void event(Instant at, String type, String cell, String message, String... templates) {
        int id = events.size() + 1;
        ObjectNode event = JSON.createObjectNode()
                .put("id", id)
                .put("at", at.toString())
                .put("type", type)
                .put("cell", cell)
                .put("message", message);
        if (templates.length > 0) {
            ArrayNode list = event.put("count", templates.length + 30).putArray("routes");
            for (String template : templates) {
                list.addObject().put("method", "GET").put("template", template);
            }
        }
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    /** Replays what is newer and follows. The listener is called under this nest's lock. */
    synchronized Runnable follow(int since, Consumer<ObjectNode> listener) {
        events.stream().filter(event -> event.get("id").asInt() > since).forEach(listener);
        listeners.add(listener);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    // What it says

    synchronized JsonNode nest() {
        ObjectNode nest = JSON.createObjectNode();
        nest.set("router", router.deepCopy());
        int inFlight = cells.values().stream()
                .mapToInt(cell -> cell.get("inFlight").asInt())
                .sum();
        nest.put("cells", cells.size())
                .put("gateways", gateways.size())
                .put("routes", routes.size())
                .put("deployments", deploymentNames().count())
                .put("inFlight", inFlight)
                .put("parked", 3)
                .put("parkedBytes", 4_096)
                .put("retainedBytes", 65_536)
                .put("connections", cells.size() + 3 * gateways.size());
        nest.putObject("rates")
                .put("requestsPerSecond", requestsPerSecond)
                .put("errorsPerSecond", 0.4)
                .put("p50Ms", 0.82)
                .put("p99Ms", 14.2)
                .put("windowMs", 5_000)
                .put("until", Instant.now().toString());
        nest.putObject("counters").put("refused", 0);
        return nest;
    }

    synchronized JsonNode cells() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("cells");
        cells.values().forEach(cell -> list.add(cell.deepCopy()));
        return answer;
    }

    synchronized JsonNode cellDetails(String id) {
        ObjectNode cell = cellOf(id).deepCopy();
        String deployment = cell.at("/deployments/0/name").asText();
        cell.putArray("deploymentDetails")
                .addObject()
                .put("name", deployment)
                .put("version", "1.4.0")
                .put("digest", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3a94a8fe5ccb19ba61c4c0873")
                .put("jar", deployment + ".jar")
                .put("loader", "org.cellnest.runtime.deploy.CellClassLoader@1f")
                .put("since", "2026-11-25T08:00:02.000Z")
                .put("accepted", true)
                .put("routes", 5);
        cell.putArray("failures")
                .addObject()
                .put("file", "broken.jar")
                .put("deployment", "broken")
                .put("reason", "example.Broken.call: GET /x is there twice")
                .put("since", "2026-11-25T08:05:00.000Z");
        cell.putObject("counters").put("requests", 98_765).put("failures", 2);
        ArrayNode list = cell.putArray("routeList");
        routes.stream()
                .filter(route -> route.get("deployment").asText().equals(deployment))
                .limit(1_000)
                .forEach(route -> list.addObject()
                        .put("id", route.get("id").asText())
                        .put("method", route.get("method").asText())
                        .put("template", route.get("template").asText()));
        return cell;
    }

    synchronized JsonNode gateways() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("gateways");
        gateways.values().forEach(gateway -> list.add(gateway.deepCopy()));
        return answer;
    }

    synchronized JsonNode gatewayDetails(String id) {
        ObjectNode gateway = gateways.get(id);
        if (gateway == null) {
            throw new FakeProblem(404, "gateway " + id + ": not here (expected: the id of a gateway)");
        }
        return gateway.deepCopy();
    }

    synchronized JsonNode routes(String q, String deployment, String cell, String sort, int limit, int after) {
        List<String> words = Stream.of(q.toLowerCase(Locale.ROOT).split("\\s+")).toList();
        Comparator<ObjectNode> order = switch (sort) {
            case "rate" ->
                Comparator.<ObjectNode>comparingDouble(
                                route -> route.at("/rates/requestsPerSecond").asDouble())
                        .reversed();
            case "p99" ->
                Comparator.<ObjectNode>comparingDouble(
                                route -> route.get("p99Ms").asDouble())
                        .reversed();
            default -> Comparator.comparing(route -> route.get("template").asText());
        };
        List<ObjectNode> found = routes.stream()
                .filter(route -> words.stream().allMatch(word -> text(route).contains(word)))
                .filter(route ->
                        deployment.isEmpty() || route.get("deployment").asText().equals(deployment))
                .filter(route -> cell.isEmpty() || route.get("cells").toString().contains('"' + cell + '"'))
                .sorted(order)
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("routes");
        found.stream().skip(after).limit(limit).forEach(route -> {
            ObjectNode summary = route.deepCopy();
            summary.remove(List.of("parameters", "produces", "request", "response"));
            list.add(summary);
        });
        answer.put("total", found.size());
        if (after + limit < found.size()) {
            answer.put("next", String.valueOf(after + limit));
        } else {
            answer.putNull("next");
        }
        return answer;
    }

    private static String text(ObjectNode route) {
        return Stream.of("method", "template", "deployment", "description")
                .map(name -> route.get(name).asText())
                .reduce("", (all, one) -> all + " " + one)
                .toLowerCase(Locale.ROOT);
    }

    synchronized JsonNode routeDetails(String id) {
        return routeOf(id).deepCopy();
    }

    synchronized ObjectNode routeOf(String id) {
        return routes.stream()
                .filter(route -> route.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new FakeProblem(404, "route " + id + ": not here (expected: the id of a route)"));
    }

    synchronized JsonNode deployments() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("deployments");
        deploymentNames().forEach(name -> {
            ObjectNode deployment = list.addObject().put("name", name);
            deployment.putArray("versions").add("1.4.0");
            ArrayNode holders = deployment.putArray("cells");
            cells.values().stream()
                    .filter(cell -> cell.at("/deployments/0/name").asText().equals(name))
                    .forEach(cell -> holders.addObject()
                            .put("cell", cell.get("id").asText())
                            .put("version", "1.4.0")
                            .put("digest", "a94a8fe5ccb19ba6")
                            .put("jar", name + ".jar")
                            .put("loader", "loader-1")
                            .put("since", "2026-11-25T08:00:02.000Z")
                            .put("accepted", true)
                            .putNull("code")
                            .putNull("reason")
                            .put("routes", 5));
            deployment.put("routes", 5);
        });
        return answer;
    }

    private Stream<String> deploymentNames() {
        return cells.values().stream()
                .map(cell -> cell.at("/deployments/0/name").asText())
                .distinct();
    }

    /** Knows exact templates only: enough to draw a match and a miss. */
    synchronized JsonNode explain(String method, String path) {
        ObjectNode answer = JSON.createObjectNode().put("method", method).put("path", path);
        ObjectNode route = routes.stream()
                .filter(one -> one.get("method").asText().equals(method))
                .filter(one -> path.matches(one.get("template").asText().replaceAll("\\{[^/]*", "[^/]+")))
                .findFirst()
                .orElse(null);
        if (route == null) {
            answer.put("outcome", "not-found").put("status", 404).put("summary", "no route matches " + path);
            answer.putArray("allow");
            answer.putArray("near")
                    .addObject()
                    .put("method", "GET")
                    .put("template", "/orders/{id:\\d{1,18}}")
                    .put("deployment", "orders")
                    .put("reason", "the variable id does not match its pattern");
            return answer;
        }
        answer.put("outcome", "match").putNull("status");
        answer.set("route", route.deepCopy());
        answer.putObject("variables").put("id", path.substring(path.lastIndexOf('/') + 1));
        answer.put("idempotent", true).put("timeoutMs", 30_000);
        ArrayNode candidates = answer.putArray("candidates");
        route.get("cells")
                .forEach(cell -> candidates
                        .addObject()
                        .put("cell", cell.asText())
                        .put("state", cellOf(cell.asText()).get("state").asText())
                        .put("weight", 100)
                        .put("concurrency", 256)
                        .put("inFlight", 5)
                        .put("eligible", true)
                        .put("reason", "has room"));
        answer.put("pick", route.at("/cells/0").asText())
                .put("summary", "it would go to " + route.at("/cells/0").asText());
        return answer;
    }

    JsonNode series() {
        int steps = 180;
        ObjectNode series = JSON.createObjectNode()
                .put("stepMs", 5_000)
                .put("from", Instant.now().minusSeconds(900).toString());
        Map<String, double[]> waves = new LinkedHashMap<>();
        waves.put("requests", new double[] {1_200, 300});
        waves.put("errors", new double[] {0.5, 0.5});
        waves.put("p50Ms", new double[] {0.8, 0.1});
        waves.put("p90Ms", new double[] {4, 1});
        waves.put("p99Ms", new double[] {14, 4});
        waves.put("inFlight", new double[] {60, 25});
        waves.put("parked", new double[] {3, 3});
        waves.forEach((name, wave) -> {
            ArrayNode values = series.putArray(name);
            for (int i = 0; i < steps; i++) {
                if (i < 12) {
                    values.addNull();
                } else {
                    values.add(wave[0] + wave[1] * Math.sin(i / 9.0 + wave[0]) * Math.cos(i / 31.0));
                }
            }
        });
        return series;
    }

    /** Answers as a gateway would: what was sent, or something to look at. */
    JsonNode tried(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode().put("status", 200);
        String path = request.get("path").asText();
        ArrayNode headers = answer.putArray("headers");
        headers.addArray().add("x-request-id").add("0f1e2d3c");
        if (path.startsWith("/page")) {
            headers.addArray().add("content-type").add("text/html;charset=utf-8");
            answer.put("body", "<h1>A page</h1><script>document.title = 'run'</script>")
                    .putNull("bodyBase64");
        } else if (path.startsWith("/picture")) {
            headers.addArray().add("content-type").add("image/png");
            answer.putNull("body")
                    .put(
                            "bodyBase64",
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        } else {
            headers.addArray().add("content-type").add("application/json");
            ObjectNode body = JSON.createObjectNode();
            body.setAll((ObjectNode) request);
            body.put("long", 9_007_199_254_740_993L);
            answer.put("body", body.toString()).putNull("bodyBase64");
        }
        answer.put("truncated", false).put("totalMs", 4.8);
        ArrayNode timing = answer.putArray("timing");
        Map.of("gateway", 0.3, "router", 0.9, "park", 0.6, "queue", 0.2, "handler", 2.4, "wire", 0.4, "total", 4.2)
                .forEach((name, ms) -> timing.addObject().put("name", name).put("ms", ms));
        return answer.put("gateway", "gateway-1");
    }
}
