package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.TestCellContext;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Request;

/** Builds tables of test cells and calls them as the nest would. References count from r1; the clock stands at 0. */
final class Cells {
    static final int MAX_REPLY = 64 << 10;
    static final LongSupplier CLOCK = () -> 0L;

    private Cells() {}

    static HandlerTable table(Class<?>... classes) throws InvalidCellException {
        return table(CellContext.forTests("test"), Map.of(), classes);
    }

    static HandlerTable table(TestCellContext context, Map<Class<?>, Object> provided, Class<?>... classes)
            throws InvalidCellException {
        return table(context, new FilterRegistry(context.deployment()), provided, classes);
    }

    static HandlerTable table(
            TestCellContext context, FilterRegistry filters, Map<Class<?>, Object> provided, Class<?>... classes)
            throws InvalidCellException {
        AtomicInteger references = new AtomicInteger();
        return HandlerTable.build(
                new HandlerSource(List.of(classes), context, filters, provided, MAX_REPLY),
                () -> "r" + references.incrementAndGet(),
                CLOCK);
    }

    /** The method that a request's path and method belong to. */
    static HandlerMethod find(HandlerTable table, String method, String path) {
        return table.methods().stream()
                .filter(m -> m.methods().contains(method) && m.template().bind(path) != null)
                .findFirst()
                .orElseThrow();
    }

    /** {@code call(table, "GET", "/a?b=c", "name", "value", ...)}; a header {@code body} is the body. */
    static Answer call(HandlerTable table, String method, String target, String... headers) {
        Request request = request(method, target, headers);
        try {
            return new Answer(find(table, method, request.path())
                    .invoke(request)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Request request(String method, String target, String... headers) {
        int question = target.indexOf('?');
        List<String> fields = new ArrayList<>();
        byte[] body = {};
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("body")) {
                body = headers[i + 1].getBytes(StandardCharsets.UTF_8);
            } else {
                fields.add(headers[i]);
                fields.add(headers[i + 1]);
            }
        }
        return new Request(
                7,
                0,
                5_000,
                1,
                method,
                false,
                HttpVersion.HTTP_1_1,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                Fields.of(fields.toArray(new String[0])),
                Slice.of(body));
    }

    /** An answer, with short names for what tests ask of it. */
    record Answer(ReplyContent content) {
        int status() {
            return content.status();
        }

        String header(String name) {
            return String.join(" | ", content.fields().all(name));
        }

        String text() {
            return new String(content.body().toByteArray(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The detail of a problem. */
        String detail() {
            return json().path("detail").asText();
        }
    }
}
