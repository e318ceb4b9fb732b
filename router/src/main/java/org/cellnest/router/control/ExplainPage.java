package org.cellnest.router.control;

import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.cellnest.http.BadPathException;
import org.cellnest.http.PathDecoder;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.protocol.HttpMethod;

/** Serves {@code /v1/explain}, which predicts the outcome of a request. */
final class ExplainPage {
    private static final int MAX_PATH = 8_192;

    private final NestControl nest;
    private final NestPages pages;

    ExplainPage(NestControl nest, NestPages pages) {
        this.nest = nest;
        this.pages = pages;
    }

    void register(OpsServer.Builder ops) {
        ops.get("/v1/explain", this::explain);
    }

    private CompletionStage<OpsAnswer> explain(OpsRequest request) throws OpsException {
        request.allowQuery("method", "path");
        String given = request.query("method");
        String method = given == null ? "GET" : given.toUpperCase(Locale.ROOT);
        if (!HttpMethod.isValid(method)) {
            throw new OpsException(400, "method: " + given + " (expected: an HTTP method, such as GET)");
        }
        String path = request.query("path");
        if (path == null || !path.startsWith("/") || path.length() > MAX_PATH) {
            throw new OpsException(
                    400,
                    "path: " + (path == null ? "missing" : path.length() > MAX_PATH ? "too long" : path)
                            + " (expected: a path such as /orders/7, percent-encoded as in a request)");
        }
        int query = path.indexOf('?');
        String raw = query < 0 ? path : path.substring(0, query);
        String decoded;
        try {
            decoded = PathDecoder.decode(raw);
        } catch (BadPathException e) {
            return OpsAnswer.json(Explanation.malformed(method, raw, e.detail()))
                    .now();
        }
        return pages.viewer()
                .thenCompose(apiMapper -> nest.judge(method, decoded)
                        .thenApply(routingDecision ->
                                OpsAnswer.json(Explanation.of(apiMapper, method, decoded, routingDecision))));
    }
}
