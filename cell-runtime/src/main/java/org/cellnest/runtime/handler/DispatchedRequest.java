package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;
import org.cellnest.cell.Content;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Params;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Upload;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.route.PathVariables;
import org.cellnest.runtime.multipart.CollectedParts;
import org.cellnest.runtime.multipart.PartLayout;
import org.cellnest.runtime.multipart.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A request that a handler processes. Query, form, cookies, headers and JSON are parsed lazily. Thread-safe: a race
 * parses a part twice and keeps one of two equal results.
 */
final class DispatchedRequest implements Request {
    private final org.cellnest.protocol.Request wire;
    private final PathVariables variables;
    /** Null: the body is whole. */
    private final @Nullable Execution flowing;

    private final LongSupplier nanoClock;
    private final long deadlineNs;
    private @Nullable Params query;
    private @Nullable Params form;
    private @Nullable Params cookies;
    private @Nullable Headers headers;
    private @Nullable JsonFields json;
    private @Nullable CollectedParts parts;
    /** Set and read by the thread that binds the parameters. */
    private long bodyLimit = Long.MAX_VALUE;

    /** @param flowing has the body, if it flows; null: it is whole */
    DispatchedRequest(
            org.cellnest.protocol.Request wire,
            PathVariables variables,
            @Nullable Execution flowing,
            LongSupplier nanoClock) {
        this.flowing = flowing;
        this.wire = wire;
        this.variables = variables;
        this.nanoClock = nanoClock;
        this.deadlineNs = nanoClock.getAsLong() + wire.budgetMs() * 1_000_000L;
    }

    org.cellnest.protocol.Request wire() {
        return wire;
    }

    PathVariables variables() {
        return variables;
    }

    @Nullable
    String contentType() {
        return wire.fields().first("content-type");
    }

    /**
     * Returns the codings of the body as received (RFC 9110, section 8.4); empty if there is none but {@code identity}.
     */
    String codings() {
        if (wire.fields().first("content-encoding") == null) {
            return "";
        }
        String all = String.join(", ", wire.fields().all("content-encoding"));
        for (String coding : all.split(",", -1)) {
            if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
                return all;
            }
        }
        return "";
    }

    /** Whether there is a body without a content coding. */
    private boolean plainBody() {
        return !wire.body().isEmpty() && codings().isEmpty();
    }

    @Override
    public String method() {
        return wire.method();
    }

    @Override
    public String path() {
        return wire.path();
    }

    @Override
    public String query() {
        return wire.query();
    }

    @Override
    public Params params() {
        Params params = query;
        if (params == null) {
            params = Params.ofQuery(wire.query());
            query = params;
        }
        return params;
    }

    /** Returns the fields of an urlencoded form; none if the body is anything else. */
    Params form() {
        Params params = form;
        if (params == null) {
            params = MediaTypes.isForm(contentType()) && plainBody() ? Params.ofQuery(bodyAsUtf8()) : Params.EMPTY;
            form = params;
        }
        return params;
    }

    /** Returns the members of a JSON body; null if the body is anything else, or empty. */
    @Nullable
    JsonFields json(CellJson codec) {
        JsonFields fields = json;
        if (fields == null && MediaTypes.isJson(contentType()) && plainBody()) {
            fields = codec.fields(wire.body());
            json = fields;
        }
        return fields;
    }

    /**
     * Collects the parts of a form with files, once; none if the body is anything else.
     *
     * @param layout that of the request's route
     */
    void collectParts(PartLayout layout) {
        String type = contentType();
        if (parts != null
                || type == null
                || !MediaTypes.isMultipart(type)
                || !codings().isEmpty()) {
            return;
        }
        FlowInputs inputs = inputs();
        try {
            if (inputs == null) {
                parts = CollectedParts.read(type, wire.body().inputStream(), layout);
            } else {
                Spool spool = Spool.temporary();
                inputs.onEnd(spool::close);
                parts = CollectedParts.read(type, inputs.stream(), layout, spool);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable FlowInputs inputs() {
        return flowing == null ? null : flowing.inputs();
    }

    /** Whether there is a body, as far as is known. */
    boolean hasBody() {
        return flowing != null || !wire.body().isEmpty();
    }

    /** Returns the body as a stream. */
    InputStream stream() {
        FlowInputs inputs = inputs();
        return inputs == null ? wire.body().inputStream() : inputs.stream();
    }

    /** Returns the body as an upload. */
    Upload upload() {
        FlowInputs inputs = inputs();
        String type = contentType();
        return Upload.of(
                type == null ? "" : type,
                inputs == null ? wire.body().length() : inputs.flow().length(),
                stream());
    }

    /** Returns the body as a publisher. */
    Flow.Publisher<ByteBuffer> publisher() {
        return FlowPublisher.of(flowing, wire.body(), bodyLimit);
    }

    /**
     * Bounds the body.
     *
     * @throws Problem with status 413, if it is known to be longer
     */
    void limitBody(long maxBytes) {
        FlowInputs inputs = inputs();
        bodyLimit = maxBytes;
        if (inputs != null) {
            inputs.stream().limit(maxBytes);
        } else if (wire.body().length() > maxBytes) {
            throw BindingErrors.tooLong(maxBytes);
        }
    }

    /** Returns the parts that have been collected. */
    CollectedParts parts() {
        CollectedParts collected = parts;
        return collected == null ? CollectedParts.NONE : collected;
    }

    @Override
    public Map<String, String> pathVariables() {
        return variables.asMap();
    }

    @Override
    public Headers headers() {
        Headers all = headers;
        if (all == null) {
            Fields fields = wire.fields();
            List<String> namesAndValues = new ArrayList<>(2 * fields.size());
            fields.forEach((name, value) -> {
                if (!name.startsWith(":")) {
                    namesAndValues.add(name);
                    namesAndValues.add(value);
                }
            });
            all = Headers.of(namesAndValues.toArray(new String[0]));
            headers = all;
        }
        return all;
    }

    @Override
    public Params cookies() {
        Params params = cookies;
        if (params == null) {
            params = Params.ofCookies(wire.fields().all("cookie"));
            cookies = params;
        }
        return params;
    }

    /** Returns the client's address, for which only a gateway is trusted. */
    @Override
    public String clientAddress() {
        String address = wire.has(Flags.FROM_CELL) ? null : wire.fields().first(Attributes.CLIENT);
        return address == null ? "" : address;
    }

    @Override
    public String scheme() {
        return wire.https() ? "https" : "http";
    }

    @Override
    public String id() {
        return id(wire);
    }

    static String id(org.cellnest.protocol.Request wire) {
        String id = wire.fields().first(Attributes.REQUEST_ID);
        return id == null ? "" : id;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNs - nanoClock.getAsLong()));
    }

    @Override
    public Content body() {
        if (flowing != null) {
            throw new IllegalStateException("the body of this request flows (expected: reading it by the parameter of "
                    + flowing.method().name() + " that takes it)");
        }
        String type = contentType();
        return new WireContent(type == null ? "" : type, codings(), wire.body());
    }

    private String bodyAsUtf8() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(
                            wire.body().array(),
                            wire.body().offset(),
                            wire.body().length()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "form: bytes that are not UTF-8 (expected: UTF-8)");
        }
    }
}
