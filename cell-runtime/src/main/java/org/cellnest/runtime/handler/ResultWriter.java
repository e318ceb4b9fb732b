package org.cellnest.runtime.handler;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Content;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.http.FieldRules;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpTokens;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.stream.FlowingBody;
import org.jspecify.annotations.Nullable;

/** Converts the results and exceptions of handlers into answers. Immutable and thread-safe. */
final class ResultWriter {
    private static final int RECORD_OVERHEAD = 24;
    private static final int FIELD_OVERHEAD = 4;
    private static final int MAX_TEXT = 0xffff;
    private static final int MAX_FIELDS = 256;

    /** The fields of a text without headers of the handler's own, the most frequent kind of answer. */
    private static final Fields TEXT_FIELDS =
            Fields.of("content-type", MediaTypes.TEXT, "x-content-type-options", "nosniff");

    private static final Fields BYTES_FIELDS =
            Fields.of("content-type", MediaTypes.BYTES, "x-content-type-options", "nosniff");
    private static final Fields JSON_FIELDS = Fields.of("content-type", MediaTypes.JSON);

    private final CellJson json;
    private final String deployment;
    private final ErrorReferences errorReferences;
    private final int maxReplyBytes;
    private final InstantSource clock;
    private final FileResults files;
    private final FlowingResults flowing;

    ResultWriter(
            CellJson json, String deployment, ErrorReferences errorReferences, int maxReplyBytes, InstantSource clock) {
        this.json = json;
        this.clock = clock;
        this.files = new FileResults(
                deployment, FlowingResults.pieceBytes(maxReplyBytes), clock, FileResults::randomBoundary);
        this.flowing = new FlowingResults(this, json, errorReferences, maxReplyBytes);
        this.deployment = deployment;
        this.errorReferences = errorReferences;
        this.maxReplyBytes = maxReplyBytes;
    }

    /**
     * Converts a result into an answer.
     *
     * @param format of a body without a content type of its own
     * @param execution of the request whose conditions and ranges the answer follows
     * @throws IOException if it cannot be written, or is too large
     */
    ReplyContent write(@Nullable Object result, ResultFormat format, Execution execution) throws IOException {
        if (result instanceof Optional<?> optional) {
            return optional.isPresent() ? write(optional.get(), format, execution) : problem(new Problem(404, ""));
        } else if (isEmptyNumber(result)) {
            return problem(new Problem(404, ""));
        } else if (result instanceof Problem problem) {
            return problem(problem);
        } else if (result instanceof Response response) {
            return write(response.status(), response.headers(), response.body().orElse(null), format, execution);
        }
        return write(result == null ? 204 : 200, Headers.EMPTY, result, format, execution);
    }

    /**
     * Converts a result that {@link FlowingResults#mayFlow} into an answer.
     *
     * @return the answer, or what failed before any of it went
     * @throws IOException if it cannot be written
     * @throws Problem with status 503, if there is no thread to write it
     */
    CompletionStage<ReplyContent> writeFlowing(Object result, ResultFormat format, Execution execution)
            throws IOException {
        Object inner = result instanceof Optional<?> optional ? optional.orElseThrow() : result;
        Response response = inner instanceof Response given ? given : Response.ok(inner);
        Object body = response.body().orElseThrow();
        ReplyContent other = inPlace(response.status(), response.headers(), body, execution.request());
        return other == null
                ? flowing.write(response.status(), response.headers(), body, format, execution)
                : CompletableFuture.completedFuture(other);
    }

    private static boolean isEmptyNumber(@Nullable Object result) {
        return (result instanceof OptionalInt i && i.isEmpty())
                || (result instanceof OptionalLong l && l.isEmpty())
                || (result instanceof OptionalDouble d && d.isEmpty());
    }

    /** Returns the answer without the body, if there is to be none; else null. */
    private @Nullable ReplyContent inPlace(int status, Headers headers, @Nullable Object body, Request request)
            throws IOException {
        if (headers.size() > 0 && Preconditions.apply(request, status)) {
            Instant now = clock.instant();
            Preconditions.Verdict verdict = Preconditions.evaluate(request.fields(), Validators.of(headers, now), now);
            if (verdict != Preconditions.Verdict.PROCEED) {
                FlowingResults.discard(body);
                return verdict == Preconditions.Verdict.FAILED
                        ? problem(Preconditions.failed())
                        : checked(304, Preconditions.ofNotModified(headers), Slice.EMPTY);
            }
        }
        if (body == null || !FieldRules.hasContent(status)) {
            FlowingResults.discard(body);
            return checked(status, headers, Slice.EMPTY);
        }
        return null;
    }

    private ReplyContent write(
            int status, Headers headers, @Nullable Object body, ResultFormat format, Execution execution)
            throws IOException {
        if (body instanceof Path file && FieldRules.hasContent(status)) {
            return file(status, headers, file, format, execution);
        }
        ReplyContent other = inPlace(status, headers, body, execution.request());
        if (other != null || body == null) {
            return other == null ? checked(status, headers, Slice.EMPTY) : other;
        }
        if (headers.size() == 0 && format.produces().isEmpty() && !(body instanceof Content)) {
            return checked(status, defaultFields(body), bytes(body, format.charset()));
        }
        String said = headers.first("content-type").orElse(format.produces());
        String type = said.isEmpty() ? defaultType(body) : said;
        Slice bytes = bytes(body, headers.contains("content-type") ? charset(said) : format.charset());
        return checked(status, typed(headers, type), bytes);
    }

    /** Returns headers with a content type, and what keeps browsers from guessing another. */
    static Headers typed(Headers headers, String type) {
        Headers all = headers.with("content-type", type);
        String essence = MediaTypes.essence(type);
        if ((essence.equals("text/plain") || essence.equals(MediaTypes.BYTES))
                && !headers.contains("x-content-type-options")) {
            all = all.plus("x-content-type-options", "nosniff");
        }
        return all;
    }

    private ReplyContent file(int status, Headers headers, Path file, ResultFormat format, Execution execution)
            throws IOException {
        FileResults.Answer answer;
        try {
            answer = files.answer(status, headers, file, format, execution.request());
        } catch (Problem problem) { // an answer of the nest, not a failure of the handler
            return problem(problem);
        }
        FileSegments rest = answer.rest();
        FlowExecutor flows = execution.flows();
        if (rest == null) {
            return checked(answer.status(), answer.headers(), answer.body());
        } else if (flows == null) {
            rest.close();
            throw new TooLargeException(maxReplyBytes);
        }
        FileBody body = new FileBody(rest, execution, flows, errorReferences);
        try {
            return checked(answer.status(), answer.headers(), answer.body(), body);
        } catch (IOException e) {
            body.discard();
            throw e;
        }
    }

    private static Fields defaultFields(Object body) {
        if (body instanceof CharSequence) {
            return TEXT_FIELDS;
        }
        return body instanceof byte[] ? BYTES_FIELDS : JSON_FIELDS;
    }

    private static String defaultType(Object body) {
        if (body instanceof CharSequence) {
            return MediaTypes.TEXT;
        } else if (body instanceof Content content) {
            return content.type().orElse(MediaTypes.BYTES);
        }
        return body instanceof byte[] ? MediaTypes.BYTES : MediaTypes.JSON;
    }

    static Charset charset(String contentType) throws IOException {
        return MediaTypes.charset(contentType)
                .orElseThrow(() -> new IOException("content-type of an answer: " + Text.shown(contentType)
                        + " (expected: a charset that is known here)"));
    }

    private Slice bytes(Object body, Charset charset) throws IOException {
        if (body instanceof CharSequence text) {
            return Slice.of(text.toString().getBytes(charset));
        } else if (body instanceof byte[] bytes) {
            return Slice.of(bytes);
        } else if (body instanceof Content content) {
            return Slice.of(content.bytes());
        }
        return json.write(body);
    }

    private ReplyContent checked(int status, Headers headers, Slice body) throws IOException {
        return checked(status, headers, body, null);
    }

    /**
     * Checks an answer.
     *
     * @param body the body or its first piece
     * @param rest the rest of it, or null
     * @throws IOException if it cannot be sent
     */
    ReplyContent checked(int status, Headers headers, Slice body, @Nullable FlowingBody rest) throws IOException {
        if (headers.size() > MAX_FIELDS) {
            throw new IOException(headers.size() + " headers (expected: at most " + MAX_FIELDS + ")");
        }
        String[] fields = new String[2 * headers.size()];
        int[] at = {0};
        headers.forEach((name, value) -> {
            fields[at[0]++] = name;
            fields[at[0]++] = value;
        });
        for (int i = 0; i < fields.length; i += 2) {
            String name = fields[i];
            String value = fields[i + 1];
            if (!HttpTokens.isToken(name) || name.length() > MAX_TEXT) {
                throw new IOException("a header named " + Text.shown(name) + " (expected: a token)");
            }
            if (!HttpTokens.isFieldValue(value) || value.length() > MAX_TEXT) {
                throw new IOException("header " + name + ": " + Text.shown(value)
                        + " (expected: at most 65535 characters of ISO-8859-1, none of them a control character)");
            }
        }
        ReplyContent whole = checked(status, Fields.of(fields), body);
        return rest == null ? whole : new ReplyContent(status, whole.fields(), body, rest);
    }

    /** Checks the size of an answer whose field names and values are valid. */
    private ReplyContent checked(int status, Fields fields, Slice body) throws TooLargeException {
        long size = RECORD_OVERHEAD + (long) body.length();
        for (int i = 0; i < fields.size(); i++) {
            size += FIELD_OVERHEAD + fields.name(i).length() + fields.value(i).length();
        }
        if (size > maxReplyBytes) {
            throw new TooLargeException(maxReplyBytes);
        }
        return new ReplyContent(status, fields, body);
    }

    /** Converts an exception into an answer; never throws itself. */
    ReplyContent failure(Throwable thrown, Execution execution) {
        try {
            Throwable t = FallbackReplies.unwrapped(thrown);
            execution.failed(t);
            if (execution.cancelled()) {
                FallbackReplies.LOG.debug(
                        "{} of {} was cancelled: {}", execution.method().name(), deployment, t.toString());
                return FallbackReplies.CANCELLED;
            }
            if (t instanceof Problem problem) {
                if (problem.status() >= 500) {
                    FallbackReplies.LOG.warn(
                            "{} of {} answered {}", execution.method().name(), deployment, problem.status(), problem);
                }
                return problem(problem);
            }
            return internalError(t, execution);
        } catch (Throwable again) { // a Problem whose members cannot be written, or no memory: say less, but answer
            return fallback(again, execution);
        }
    }

    private ReplyContent fallback(Throwable thrown, Execution execution) {
        try {
            return internalError(thrown, execution);
        } catch (Throwable again) { // nothing is left to try
            return FallbackReplies.LAST_RESORT;
        }
    }

    private ReplyContent internalError(Throwable thrown, Execution execution) throws IOException {
        String reference = errorReferences.next();
        FallbackReplies.LOG.error(
                "{} of {} failed, reference {}, request {}",
                execution.method().name(),
                deployment,
                reference,
                DispatchedRequest.id(execution.request()),
                thrown);
        String detail = thrown instanceof TooLargeException
                ? thrown.getMessage()
                : "The handler failed; the cell's log says more under this reference.";
        return problem(new Problem(500, String.valueOf(detail)).with("reference", reference));
    }

    private ReplyContent problem(Problem problem) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type());
        members.put("title", problem.title());
        members.put("status", problem.status());
        if (!problem.detail().isEmpty()) {
            members.put("detail", problem.detail());
        }
        members.putAll(problem.members());
        Headers headers = problem.headers().with("content-type", MediaTypes.PROBLEM);
        return checked(problem.status(), headers, json.write(members));
    }
}
