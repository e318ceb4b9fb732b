package org.cellnest.runtime.handler;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.PathVariables;
import org.jspecify.annotations.Nullable;

/** A {@code @Route} method that can be called with a request. Immutable and thread-safe. */
public final class HandlerMethod {
    private final RouteSpec spec;
    private final FilterChain chain;
    private final RouteAnswers answers;
    private final LongSupplier nanoClock;
    private final BodyUse bodyUse;

    HandlerMethod(RouteSpec spec, FilterChain chain, RouteAnswers answers, BodyUse bodyUse, LongSupplier nanoClock) {
        this.bodyUse = bodyUse;
        this.spec = spec;
        this.chain = chain;
        this.answers = answers;
        this.nanoClock = nanoClock;
    }

    /** Returns class and method, for people: {@code shop.Orders.order(long)}. */
    public String name() {
        return spec.name();
    }

    /** Returns request methods, template and name: {@code GET /orders/{id} (shop.Orders.order(long))}. */
    public String route() {
        return String.join(",", methods()) + " " + template() + " (" + name() + ")";
    }

    /** Returns the template, including the class's prefix. */
    public PathTemplate template() {
        return spec.template();
    }

    /** Returns the request methods, at least one. */
    public List<String> methods() {
        return spec.methods();
    }

    /** Returns the longest a request may take, in milliseconds; 0: the nest's default. */
    public int timeoutMs() {
        return spec.timeoutMs();
    }

    /** Whether a request may be started twice; null: as its request method implies. */
    public @Nullable Boolean idempotent() {
        return spec.idempotent();
    }

    /** Whether gateways may not reach the route. */
    public boolean inner() {
        return spec.inner();
    }

    /** Returns the description of the route; may be empty. */
    public String description() {
        return spec.description();
    }

    /** Returns the declared content type; may be empty. */
    public String produces() {
        return spec.produces();
    }

    /** Returns the parameters that the method takes from a request, with the members that docs/protocol.md lists. */
    public List<Map<String, String>> parameters() {
        return spec.parameters();
    }

    /**
     * Returns the route in the form that ROUTES announces.
     *
     * @param number the cell's own number for it
     */
    public RouteInfo routeInfo(String deployment, int number) {
        return new RouteInfo(
                deployment,
                number,
                template().toString(),
                methods(),
                timeoutMs(),
                idempotent(),
                inner(),
                description(),
                parameters(),
                spec.about().produces(),
                spec.about().request(),
                spec.about().response());
    }

    /**
     * Runs the method within its filters, in the caller's thread.
     *
     * @return the answer, complete unless the method returned a stage that is not; never completed exceptionally
     */
    public CompletionStage<ReplyContent> invoke(Request request) {
        return invoke(new Execution(this, request, (execution, content) -> {}));
    }

    CompletionStage<ReplyContent> invoke(Execution execution) {
        DispatchedRequest request = null;
        try {
            request = dispatched(execution);
            return answers.ofResult(chain.run(request, execution), request, execution);
        } catch (Throwable t) { // also errors of the JVM: a cell's fault must not end a worker or leave a request open
            return answers.ofFailure(t, request, execution);
        }
    }

    /** Returns the way in which bodies are taken. */
    BodyUse bodyUse() {
        return bodyUse;
    }

    /** Returns the answer to a request that is refused before the method runs. */
    ReplyContent refusal(Problem problem, Execution execution) {
        return answers.ofRefusal(problem, execution);
    }

    private DispatchedRequest dispatched(Execution execution) {
        Request wire = execution.request();
        PathVariables variables = template().bind(wire.path());
        if (variables == null) {
            throw new Problem(404, "");
        }
        FlowInputs inputs = execution.inputs();
        if (inputs == null) {
            return new DispatchedRequest(wire, variables, null, nanoClock);
        }
        Slice whole = inputs.whole();
        return whole == null
                ? new DispatchedRequest(wire, variables, execution, nanoClock)
                : new DispatchedRequest(withBody(wire, whole), variables, null, nanoClock);
    }

    private static Request withBody(Request wire, Slice body) {
        return new Request(
                wire.exchange(),
                wire.flags(),
                wire.budgetMs(),
                wire.route(),
                wire.method(),
                wire.https(),
                wire.version(),
                wire.path(),
                wire.query(),
                wire.fields(),
                body);
    }

    @Override
    public String toString() {
        return name() + " " + methods() + " " + template();
    }
}
