package org.cellnest.runtime.handler;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Filter;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/** Runs a cell's methods in an executor, with bodies that tests send and answers that tests take. */
final class FlowRig implements AutoCloseable {
    final BlockingQueue<ReplyContent> replies = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final HandlerExecutor executor;
    private final HandlerTable table;

    FlowRig(Class<?>... cells) throws InvalidCellException {
        this(FlowSettings.defaults(), null, cells);
    }

    FlowRig(FlowSettings settings, @Nullable Filter filter, Class<?>... cells) throws InvalidCellException {
        FilterRegistry filters = new FilterRegistry("demo");
        if (filter != null) {
            filters.add("/{path...}", filter);
        }
        executor = new HandlerExecutor("demo", 4, 4, FlowRig.class.getClassLoader(), System::nanoTime, settings);
        table = Cells.table(CellContext.forTests("demo"), filters, Map.of(BlockingQueue.class, events), cells);
    }

    static Request request(String method, String path, String... fields) {
        return new Request(
                7, 0, 30_000, 1, method, false, HttpVersion.HTTP_1_1, path, "", Fields.of(fields), Slice.EMPTY);
    }

    Execution submit(String method, String path, @Nullable RequestFlow flow, String... fields) {
        Execution execution = execution(method, path, flow, fields);
        if (!executor.submit(List.of(execution)).isEmpty()) {
            throw new AssertionError("refused");
        }
        return execution;
    }

    Execution execution(String method, String path, @Nullable RequestFlow flow, String... fields) {
        return new Execution(
                Cells.find(table, method, path),
                request(method, path, fields),
                flow,
                (done, content) -> replies.add(content));
    }

    ReplyContent reply() throws InterruptedException {
        return Objects.requireNonNull(replies.poll(10, TimeUnit.SECONDS), "no reply");
    }

    String event() throws InterruptedException {
        return Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no event");
    }

    /** The status and text of the next answer, which is whole. */
    String whole() throws InterruptedException {
        ReplyContent content = reply();
        if (content.rest() != null) {
            throw new AssertionError("it flows");
        }
        return content.status() + " " + text(content.body());
    }

    static String text(Slice slice) {
        return new String(slice.toByteArray(), StandardCharsets.UTF_8);
    }

    static FlowingBody rest(ReplyContent content) {
        return Objects.requireNonNull(content.rest(), "rest");
    }

    @Override
    public void close() {
        if (!executor.close(Duration.ofSeconds(5))) {
            throw new AssertionError("threads are left");
        }
    }
}
