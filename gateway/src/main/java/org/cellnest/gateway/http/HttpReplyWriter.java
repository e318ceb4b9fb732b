package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.rules.Cors;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.http.FieldRules;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.ProblemJson;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Writes answers to clients: a cell's, the router's, or the gateway's own. Called on the I/O thread of the connection.
 */
final class HttpReplyWriter {
    static final HttpString X_REQUEST_ID = HttpString.tryFromString("X-Request-Id");
    private static final HttpString NEST_OUTCOME = HttpString.tryFromString("Nest-Outcome");
    private static final HttpString SERVER_TIMING = HttpString.tryFromString("Server-Timing");
    private static final String CORS_PREFIX = "access-control-";
    /** The maximum ratio of an array to the body in it at which the body is not copied for a slow client. */
    private static final int HOLD_ON = 8;

    private final Cors cors;
    private final BooleanSupplier closing;

    /** @param closing whether connections are closed after their answers, since the gateway is stopping */
    HttpReplyWriter(Cors cors, BooleanSupplier closing) {
        this.cors = cors;
        this.closing = closing;
    }

    /**
     * Writes the REPLY of a record that was found valid. If it breaks a rule all the same, or Undertow refuses
     * something of it, nothing is written.
     *
     * @param timing the times of the request's way, if they are to be reported; else null
     * @param then called when all is written
     * @return the rule for replies that it breaks; null: none, and it is written
     */
    @Nullable
    String write(
            HttpServerExchange http,
            String requestId,
            String method,
            @Nullable String origin,
            Reply reply,
            @Nullable ServerTiming timing,
            IoCallback then) {
        String refusal = putHead(http, requestId, origin, reply, timing);
        if (refusal == null) {
            writeContent(http, method, reply.status(), reply.fields(), reply.body(), then);
        }
        return refusal;
    }

    /**
     * Prepares the head of a record that was found valid, or, if it breaks a rule all the same, nothing.
     *
     * @return the rule for replies that it breaks; null: none
     */
    @Nullable
    String putHead(
            HttpServerExchange http,
            String requestId,
            @Nullable String origin,
            Reply reply,
            @Nullable ServerTiming timing) {
        boolean ofTheNest = reply.has(Flags.NEST);
        HeaderMap out = http.getResponseHeaders();
        String refusal = FieldRules.tooMany(reply.fields());
        if (refusal != null) {
            return refusal;
        }
        try {
            putFields(reply.fields(), ofTheNest, out);
            http.setStatusCode(reply.status());
            if (timing != null) {
                boolean unknown =
                        Attributes.OUTCOME_UNKNOWN.equals(reply.fields().first(Attributes.OUTCOME));
                out.add(SERVER_TIMING, timing.text(reply.fields(), ofTheNest, unknown));
            }
            finishHead(http, requestId, origin);
        } catch (RuntimeException e) {
            // Whatever Undertow has against it is the reply's fault, and nothing of it is out.
            out.clear();
            return "it cannot be written: " + e;
        }
        return null;
    }

    /**
     * Writes an answer of the gateway's own.
     *
     * @param timing the times of the request's way, if they are to be reported; else null
     * @param then what comes after it: the end of the exchange, or a while of reading
     */
    void write(
            HttpServerExchange http,
            String requestId,
            String method,
            @Nullable String origin,
            LocalReply answer,
            @Nullable ServerTiming timing,
            IoCallback then) {
        if (http.isResponseStarted()) {
            http.setPersistent(false);
            http.endExchange();
            return;
        }
        HeaderMap out = http.getResponseHeaders();
        http.setStatusCode(answer.status());
        out.put(Headers.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
        if (answer.outcome() != null) {
            out.put(NEST_OUTCOME, answer.outcome());
        }
        if (answer.retryAfterSeconds() > 0) {
            out.put(Headers.RETRY_AFTER, answer.retryAfterSeconds());
        }
        if (timing != null) {
            out.put(SERVER_TIMING, timing.text());
        }
        if (answer.close()) {
            http.setPersistent(false);
        }
        finishHead(http, requestId, origin);
        writeContent(http, method, answer.status(), Fields.EMPTY, Slice.of(problem(answer, requestId)), then);
    }

    /** Writes a page of the description. */
    void write(HttpServerExchange http, String requestId, String method, @Nullable String origin, Page page) {
        http.setStatusCode(page.status());
        page.headers().forEach((name, value) -> http.getResponseHeaders().put(HttpString.tryFromString(name), value));
        finishHead(http, requestId, origin);
        writeContent(http, method, page.status(), Fields.EMPTY, Slice.of(page.body()), IoCallback.END_EXCHANGE);
    }

    private static byte[] problem(LocalReply answer, String requestId) {
        return ProblemJson.body(answer.status(), answer.detail(), Map.of("requestId", requestId));
    }

    /** Writes an answer without content to a preflight, or to {@code OPTIONS *}. */
    void writeEmpty(HttpServerExchange http, String requestId, @Nullable String preflightOrigin) {
        http.setStatusCode(204);
        HeaderMap out = http.getResponseHeaders();
        if (preflightOrigin != null) {
            cors.putPreflight(preflightOrigin, (name, value) -> out.add(HttpString.tryFromString(name), value));
        }
        out.put(X_REQUEST_ID, requestId);
        keepOrClose(http);
        http.endExchange();
    }

    private void putFields(Fields fields, boolean ofTheNest, HeaderMap out) {
        List<String> connection = fields.first("connection") == null ? List.of() : fields.all("connection");
        for (int i = 0; i < fields.size(); i++) {
            String name = lower(fields.name(i));
            if (!FieldRules.replyPasses(name, ofTheNest)
                    || FieldRules.endsHere(connection, name)
                    || (cors.isOn() && name.startsWith(CORS_PREFIX))) {
                continue;
            }
            // Names and values were judged octet by octet when the record came.
            HttpString httpName = HttpString.tryFromString(name);
            if (httpName == null) {
                throw new IllegalArgumentException("a field's name is not ASCII");
            }
            out.add(httpName, fields.value(i));
        }
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    private void finishHead(HttpServerExchange http, String requestId, @Nullable String origin) {
        HeaderMap out = http.getResponseHeaders();
        out.put(X_REQUEST_ID, requestId);
        if (cors.isOn()) {
            cors.putActual(origin, (name, value) -> out.add(HttpString.tryFromString(name), value));
        }
        keepOrClose(http);
    }

    private void keepOrClose(HttpServerExchange http) {
        if (closing.getAsBoolean()) {
            http.setPersistent(false);
        }
    }

    /** @param fields those of a cell's reply; of any other answer none */
    static void writeContent(
            HttpServerExchange http, String method, int status, Fields fields, Bytes body, IoCallback then) {
        long length = FieldRules.contentLength(method, status, fields, body.length());
        if (!method.equals("HEAD") && !body.isEmpty() && FieldRules.hasContent(status)) {
            http.setResponseContentLength(length);
            WholeBodyWriter.write(http, body, then);
            return;
        }
        if (length >= 0 && status != 304) {
            http.setResponseContentLength(length);
        } else if (length >= 0 || method.equals("HEAD")) {
            declareLength(http, length);
        }
        if (then == IoCallback.END_EXCHANGE) {
            http.endExchange();
        } else {
            sendHead(http, then);
        }
    }

    /** Writes an answer without content before the rest of the request is read, unlike the end of the exchange. */
    private static void sendHead(HttpServerExchange http, IoCallback then) {
        StreamSinkChannel sink = http.getResponseChannel();
        try {
            sink.shutdownWrites();
            if (sink.flush()) {
                then.onComplete(http, null);
                return;
            }
        } catch (IOException e) {
            then.onException(http, null, e);
            return;
        }
        sink.getWriteSetter()
                .set(ChannelListeners.flushingChannelListener(
                        channel -> then.onComplete(http, null),
                        (channel, failure) -> then.onException(http, null, failure)));
        sink.resumeWrites();
    }

    /** Sets the length of an empty body, after Undertow has set its own. Negative: the field is left out. */
    private static void declareLength(HttpServerExchange http, long length) {
        http.addResponseWrapper((factory, exchange) -> {
            StreamSinkConduit conduit = factory.create();
            HeaderMap out = exchange.getResponseHeaders();
            out.remove(Headers.TRANSFER_ENCODING);
            out.remove(Headers.CONTENT_LENGTH);
            if (length >= 0) {
                out.put(Headers.CONTENT_LENGTH, length);
            }
            return conduit;
        });
    }

    /**
     * Returns the number of bytes held until an answer is written: all of its array, if the body is a large part of it.
     */
    static int heldBytes(WireRecord reply) {
        int array = reply.frame().length;
        return reply.detachedBody() == null && holdsOn(array, reply.length()) ? array : reply.length();
    }

    /** Whether an array may be held for some of its bytes. */
    static boolean holdsOn(int arrayBytes, int bytes) {
        return arrayBytes <= HOLD_ON * bytes + 4096;
    }
}
