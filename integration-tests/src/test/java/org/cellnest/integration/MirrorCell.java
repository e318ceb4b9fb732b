package org.cellnest.integration;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** A cell that says what it sees, by routes that compete for the same paths. Runs in a nest and in a test at once. */
@SuppressWarnings("DoNotCallSuggester") // a route that always throws is one of them
public final class MirrorCell {
    /** Something to read from JSON. */
    public record Thing(String name, int count) {}

    @Route(
            value = "/a/b",
            methods = {"GET", "PUT"})
    public Map<String, Object> literal(Request request) {
        return seen("literal", request);
    }

    @Route("/a/{n:\\d+}")
    public Map<String, Object> constrained(int n, Request request) {
        return seen("constrained " + n, request);
    }

    @Route("/a/{n:[0-9a-c]+}")
    public Map<String, Object> laterConstraint(Request request) {
        return seen("later constraint", request);
    }

    @Route(
            value = "/a/{x}",
            methods = {"GET", "DELETE"})
    public Map<String, Object> variable(Request request) {
        return seen("variable", request);
    }

    @Route(
            value = "/{x}/b",
            methods = {"GET", "POST", "HEAD"})
    public Map<String, Object> middle(Request request) {
        return seen("middle", request);
    }

    @Route(
            value = "/a/b/{rest...}",
            methods = {"PUT", "OPTIONS"})
    public Map<String, Object> rest(Request request) {
        return seen("rest", request);
    }

    @Route(value = "/b/{rest...}", methods = "POST")
    public Map<String, Object> otherRest(Request request) {
        return seen("other rest", request);
    }

    @Route(value = "/inner/{x}", inner = true)
    public String inner(String x) {
        return "inner";
    }

    @Route(value = "/b/12", inner = true)
    public String innerLiteral() {
        return "inner literal";
    }

    @Route(
            value = "/thing",
            methods = {"POST", "PATCH"})
    public Response thing(Thing thing) {
        return Response.created("/thing/" + thing.name()).body(thing).cookie("seen", "yes");
    }

    @Route(value = "/form", methods = "POST")
    public String form(String name, @Default("1") int count, @Cookie Optional<String> lang) {
        return name + " " + count + " " + lang.orElse("-");
    }

    @Route(
            value = "/nothing",
            methods = {"GET", "DELETE"})
    public void nothing() {}

    @Route("/status/{status:\\d{3}}")
    public Response status(int status) {
        return Response.status(status)
                .body("body of " + status)
                .header("connection", "x-listed")
                .header("x-listed", "1")
                .header("nest-outcome", "mine")
                .header("x-kept", "1");
    }

    @Route("/problem")
    public String problem(@Default("409") int status) {
        throw new Problem(status, "as asked").with("left", 2).header("retry-after", "7");
    }

    @Route(value = "/late", timeoutMs = 40)
    public String late() throws InterruptedException {
        synchronized (this) {
            while (true) {
                wait();
            }
        }
    }

    private static Map<String, Object> seen(String route, Request request) {
        Map<String, Object> seen = new TreeMap<>();
        seen.put("route", route);
        seen.put("method", request.method());
        seen.put("path", request.path());
        seen.put("query", request.query());
        seen.put("variables", new TreeMap<>(request.pathVariables()));
        seen.put("client", request.clientAddress());
        seen.put("id", request.id());
        seen.put("body", request.body().text());
        TreeSet<String> names = new TreeSet<>(request.headers().names());
        if (request.body().isEmpty()) {
            names.remove("content-length"); // whether nothing has a length is up to the client
        }
        for (String name : names) {
            seen.put("header " + name, request.headers().all(name));
        }
        return seen;
    }
}
