package org.cellnest.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;

/** Shows the request as the cell receives it. */
public final class Echo {
    private static final int MOST_TEXT = 2_000;

    /** Returns the request without its header values, since cookies and credentials must not be printed. */
    @Route(
            value = "/api/echo/{path...}",
            methods = {"GET", "POST", "PUT", "PATCH", "DELETE"},
            description = "The request as the cell sees it")
    public Map<String, Object> echo(Request request) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("method", request.method());
        seen.put("scheme", request.scheme());
        seen.put("path", request.path());
        seen.put("variables", request.pathVariables());
        seen.put("query", request.query());
        seen.put("client", request.clientAddress());
        seen.put("requestId", request.id());
        seen.put("remainingMs", request.remaining().toMillis());
        seen.put("headerNames", request.headers().names());
        seen.put("bodyType", request.body().type());
        seen.put("bodyBytes", request.body().length());
        String text = request.body().text();
        seen.put("body", text.substring(0, Math.min(MOST_TEXT, text.length())));
        return seen;
    }
}
