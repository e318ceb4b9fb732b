package org.cellnest.runtime.handler;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Converts the results and exceptions of a route method and its filters into answers, through the {@code @Catches}
 * methods of the deployment. No stage that it returns completes exceptionally, unless a stage of the cell's own make
 * does so. Immutable and thread-safe.
 */
final class RouteAnswers {
    /** Bounds what an exception gathers that a cell throws again and again. */
    private static final int MAX_SUPPRESSED = 16;

    private final RouteCall call;
    private final CatchTable catches;
    private final ResultWriter writer;
    private final ResultFormat format;

    RouteAnswers(RouteCall call, CatchTable catches, ResultWriter writer) {
        this.call = call;
        this.catches = catches;
        this.writer = writer;
        this.format = new ResultFormat(
                call.spec().name(), call.spec().produces(), call.spec().charset());
    }

    CompletionStage<ReplyContent> ofResult(@Nullable Object result, DispatchedRequest request, Execution execution) {
        if (!(result instanceof CompletionStage<?> stage)) {
            return answered(result, request, execution);
        }
        execution.awaiting(stage);
        return stage.handle((value, failure) ->
                        failure == null ? answered(value, request, execution) : ofFailure(failure, request, execution))
                .thenCompose(Function.identity());
    }

    private CompletionStage<ReplyContent> answered(
            @Nullable Object value, DispatchedRequest request, Execution execution) {
        if (value == null || !FlowingResults.mayFlow(value)) {
            return CompletableFuture.completedFuture(written(value, execution));
        }
        try {
            CompletionStage<ReplyContent> answer = writer.writeFlowing(value, format, execution);
            return answer.handle((content, failure) -> failure == null
                            ? CompletableFuture.completedFuture(content)
                            : ofFailure(failure, request, execution))
                    .thenCompose(Function.identity());
        } catch (Throwable t) { // a stream of the cell's may throw anything
            return ofFailure(t, request, execution);
        }
    }

    /** @param request null if the failure came before there was one */
    CompletionStage<ReplyContent> ofFailure(
            Throwable thrown, @Nullable DispatchedRequest request, Execution execution) {
        Throwable failure = FallbackReplies.unwrapped(thrown);
        // No client waits for the answer to a cancelled request.
        CatchMethod method = execution.cancelled() ? null : catches.nearest(failure, call.type());
        if (method == null || request == null) {
            return CompletableFuture.completedFuture(writer.failure(failure, execution));
        }
        return caught(failure, method, request, execution);
    }

    private CompletionStage<ReplyContent> caught(
            Throwable failure, CatchMethod method, DispatchedRequest request, Execution execution) {
        try {
            execution.failed(failure);
            Object result = method.run(failure, request);
            if (result instanceof CompletionStage<?> stage) {
                execution.awaiting(stage);
                return stage.handle((value, again) -> again == null
                                ? ofCaught(value, failure, method, execution)
                                : CompletableFuture.completedFuture(failedAgain(again, failure, execution)))
                        .thenCompose(Function.identity());
            }
            return ofCaught(result, failure, method, execution);
        } catch (Throwable again) { // as for the method of a route
            return CompletableFuture.completedFuture(failedAgain(again, failure, execution));
        }
    }

    private ReplyContent written(@Nullable Object result, Execution execution) {
        try {
            return writer.write(result, format, execution);
        } catch (Throwable t) { // a getter of the result may throw anything
            return writer.failure(t, execution);
        }
    }

    private CompletionStage<ReplyContent> ofCaught(
            @Nullable Object result, Throwable failure, CatchMethod method, Execution execution) {
        try {
            // The content type of a route is not that of its errors.
            ResultFormat ofCaught = new ResultFormat(method.name(), "", StandardCharsets.UTF_8);
            if (result == null || !FlowingResults.mayFlow(result)) {
                return CompletableFuture.completedFuture(writer.write(result, ofCaught, execution));
            }
            return writer.writeFlowing(result, ofCaught, execution)
                    .handle((content, again) -> again == null ? content : failedAgain(again, failure, execution));
        } catch (Throwable again) {
            return CompletableFuture.completedFuture(failedAgain(again, failure, execution));
        }
    }

    /** Returns the answer of the nest's own that refuses a request. */
    ReplyContent ofRefusal(Problem problem, Execution execution) {
        return writer.failure(problem, execution);
    }

    private ReplyContent failedAgain(Throwable thrown, Throwable failure, Execution execution) {
        Throwable again = FallbackReplies.unwrapped(thrown);
        if (again != failure && again.getCause() != failure && again.getSuppressed().length < MAX_SUPPRESSED) {
            again.addSuppressed(failure);
        }
        return writer.failure(again, execution);
    }
}
