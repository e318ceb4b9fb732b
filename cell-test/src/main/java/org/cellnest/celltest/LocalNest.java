package org.cellnest.celltest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Headers;
import org.cellnest.http.BadPathException;
import org.cellnest.http.FieldRules;
import org.cellnest.http.PathDecoder;
import org.cellnest.http.RefusalDetails;
import org.cellnest.http.RequestIds;
import org.cellnest.http.TraceParent;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.deploy.ClassPathDeployment;
import org.cellnest.runtime.handler.BodyJson;
import org.cellnest.runtime.handler.Execution;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/**
 * Processes a request as gateway and router would, and passes it to the deployment; {@link #outcome} lists the steps.
 * Any thread.
 */
final class LocalNest {
    /** The default of {@code nest.request-timeout}. A test pins it equal. */
    private static final long TIMEOUT_MS = Duration.ofSeconds(30).toMillis();

    /** A longer body flows. */
    private static final int INLINE_BYTES = 64 << 10;

    private static final int MAX_JSON_BYTES = 64 << 20;

    private final ClassPathDeployment deployment;
    private final LocalRoutes routes;
    private final BodyJson json = new BodyJson(MAX_JSON_BYTES);
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalNest(ClassPathDeployment deployment) {
        this.deployment = deployment;
        this.routes = new LocalRoutes(deployment.methods());
    }

    BodyJson json() {
        return json;
    }

    CellResponse answer(CellRequest request) {
        Answer answer = begin(request);
        ReceivedBody rest = answer.rest();
        if (rest == null) {
            return answer.head();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(answer.head().bytes());
        try {
            rest.transferTo(all);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the answer broke off after " + all.size() + " bytes: " + e.getMessage(), e);
        }
        return answer.head().withBody(all.toByteArray());
    }

    StreamedResponse open(CellRequest request) {
        Answer answer = begin(request);
        InputStream beginning = new ByteArrayInputStream(answer.head().bytes());
        ReceivedBody rest = answer.rest();
        return new StreamedResponse(answer.head(), rest == null ? beginning : new SequenceInputStream(beginning, rest));
    }

    /** A head with the body or its first piece, and the rest of it, if it flows. */
    private record Answer(CellResponse head, @Nullable ReceivedBody rest) {}

    private Answer begin(CellRequest request) {
        if (closed.get()) {
            throw new IllegalStateException("the cell has been closed (expected: requests before that)");
        }
        Fields fields = Fields.of(request.fields().toArray(String[]::new));
        String requestId = new RequestIds(ThreadLocalRandom.current().nextLong())
                .keepOrReplace(fields.first(Attributes.REQUEST_ID));
        Outcome outcome = outcome(request, fields, requestId);
        return new Answer(seenByClient(request.method(), requestId, outcome), outcome.rest());
    }

    private Outcome outcome(CellRequest request, Fields fields, String requestId) {
        String method = request.method();
        if (!HttpMethod.isValid(method)) {
            return Outcome.refused(501, "The method is not a token of at most 32 characters.", requestId);
        }
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return Outcome.refused(501, RefusalDetails.unsupportedMethod(method), requestId);
        }
        String path;
        try {
            path = PathDecoder.decode(request.rawPath());
        } catch (BadPathException e) {
            return Outcome.refused(400, e.detail(), requestId);
        }
        HandlerMethod handler = routes.find(path, method, request.isFromCell());
        if (handler == null) {
            return unmatched(method, path, request.isFromCell());
        }
        return run(handler, request, path, passed(fields, request, requestId));
    }

    private Outcome unmatched(String method, String path, boolean inner) {
        Set<String> allowed = routes.methodsAt(path, inner);
        if (allowed.isEmpty()) {
            return Outcome.notFound(path);
        }
        return method.equals("OPTIONS") ? Outcome.options(allowed) : Outcome.methodNotAllowed(method, path, allowed);
    }

    private Outcome run(HandlerMethod handler, CellRequest request, String path, Fields fields) {
        long timeoutMs = timeoutMs(handler, request);
        byte[] body = request.body();
        Request record = new Request(
                1,
                request.isFromCell() ? Flags.FROM_CELL : 0,
                (int) timeoutMs,
                1,
                request.method(),
                request.isHttps(),
                HttpVersion.HTTP_1_1,
                path,
                request.query(),
                fields,
                body == null || body.length > INLINE_BYTES ? Slice.EMPTY : Slice.of(body));
        PendingAnswer answer = new PendingAnswer();
        Execution execution = new Execution(handler, record, flow(request), answer);
        if (!deployment.executor().submit(List.of(execution)).isEmpty()) {
            return Outcome.full();
        }
        return answer.await(execution, timeoutMs);
    }

    /** Returns the body of a request, if it flows, as a longer one does. */
    private static @Nullable RequestFlow flow(CellRequest request) {
        InputStream sent = request.sent();
        byte[] body = request.body();
        if (sent != null) {
            return new SentBody(sent, -1);
        }
        return body == null || body.length <= INLINE_BYTES
                ? null
                : new SentBody(new ByteArrayInputStream(body), body.length);
    }

    private static long timeoutMs(HandlerMethod handler, CellRequest request) {
        Duration asked = request.timeout();
        long timeoutMs = asked == null ? TIMEOUT_MS : asked.toMillis();
        return handler.timeoutMs() > 0 ? Math.min(timeoutMs, handler.timeoutMs()) : timeoutMs;
    }

    /** Returns the fields that reach the cell: those that pass, and those that a gateway adds. */
    private static Fields passed(Fields fields, CellRequest request, String requestId) {
        List<String> passed =
                new ArrayList<>(List.of(Attributes.CLIENT, request.client(), Attributes.REQUEST_ID, requestId));
        if (fields.first("host") == null) {
            passed.add("host");
            passed.add("localhost");
        }
        List<String> traces = fields.all("traceparent");
        boolean traced = traces.size() == 1 && TraceParent.isValid(traces.get(0));
        List<String> connection = fields.all("connection");
        fields.forEach((name, value) -> {
            if (FieldRules.requestPasses(name, false, traced, connection)) {
                passed.add(name);
                passed.add(value);
            }
        });
        if (traced) {
            passed.add("traceparent");
            passed.add(traces.get(0));
        }
        byte[] body = request.body();
        if (body != null) {
            passed.add("content-length");
            passed.add(Integer.toString(body.length));
        }
        return Fields.of(passed.toArray(String[]::new));
    }

    private CellResponse seenByClient(String method, String requestId, Outcome outcome) {
        int status = outcome.content().status();
        Fields fields = outcome.content().fields();
        List<String> connection = fields.all("connection");
        List<String> headers = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (FieldRules.replyPasses(name, outcome.ofTheNest()) && !FieldRules.endsHere(connection, name)) {
                headers.add(name);
                headers.add(value);
            }
        });
        headers.add(Attributes.REQUEST_ID);
        headers.add(requestId);
        Slice body = outcome.content().body();
        long length = outcome.rest() == null
                ? FieldRules.contentLength(method, status, fields, body.length())
                : Long.parseLong(Objects.requireNonNullElse(fields.first("content-length"), "-1"));
        if (length >= 0) {
            headers.add("content-length");
            headers.add(Long.toString(length));
        }
        boolean hasBody = FieldRules.hasContent(status) && !method.equals("HEAD");
        return new CellResponse(
                status,
                Headers.of(headers.toArray(String[]::new)),
                hasBody ? body.toByteArray() : new byte[0],
                outcome.failure(),
                json);
    }

    /** Closes the deployment, once. */
    ClassPathDeployment.Leftovers close() {
        return closed.compareAndSet(false, true)
                ? deployment.close()
                : new ClassPathDeployment.Leftovers(List.of(), List.of());
    }
}
