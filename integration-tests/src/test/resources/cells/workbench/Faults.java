package workbench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;

@Route("/fault")
public final class Faults {
    @Route("/exception")
    public String exception() {
        throw new IllegalStateException("the-secret-detail");
    }

    @Route("/error")
    public String error() {
        throw new AssertionError("the-secret-detail");
    }

    @Route("/overflow")
    public String overflow() {
        return overflow() + "x";
    }

    @Route("/stage")
    public CompletionStage<String> stage() {
        return CompletableFuture.failedFuture(new IllegalStateException("the-secret-detail"));
    }

    @Route("/problem")
    public String problem() {
        throw new Problem(418, "no coffee");
    }
}
