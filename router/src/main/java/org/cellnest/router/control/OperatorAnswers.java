package org.cellnest.router.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsException;
import org.cellnest.router.broker.OperatorDecisions;
import org.cellnest.router.broker.OperatorOutcome;
import org.cellnest.router.broker.OperatorRefusal;

/** Maps the outcomes of operators' commands to answers of the ops port. Any thread. */
final class OperatorAnswers {
    private OperatorAnswers() {}

    /** Completes with the value of an outcome, or fails with the {@link OpsException} of a refusal. */
    static <T> CompletionStage<T> of(OperatorOutcome<T> outcome) {
        if (outcome instanceof OperatorOutcome.Done<T> done) {
            return CompletableFuture.completedStage(done.value());
        }
        if (outcome instanceof OperatorOutcome.Refused<T> refused) {
            return CompletableFuture.failedStage(problem(refused.refusal()));
        }
        throw unmapped(outcome);
    }

    static OpsException problem(OperatorRefusal refusal) {
        if (refusal instanceof OperatorRefusal.UnknownCell unknown) {
            return new OpsException(
                    404, "no cell has the id " + unknown.cellId() + " (expected: one that nest ls cells lists)");
        }
        if (refusal instanceof OperatorRefusal.UnknownDeployment unknown) {
            return new OpsException(
                    404,
                    "no cell serves the deployment " + unknown.deployment()
                            + " (expected: one that nest ls deployments lists)");
        }
        if (refusal instanceof OperatorRefusal.AlreadyDrained drained) {
            return new OpsException(409, "cell " + drained.cellId() + " is drained already");
        }
        if (refusal instanceof OperatorRefusal.SentAway away) {
            return new OpsException(409, "cell " + away.cellId() + " was sent away (expected: to be resumed first)");
        }
        if (refusal instanceof OperatorRefusal.NothingToResume nothing) {
            return new OpsException(409, "cell " + nothing.cellId() + " is neither drained nor sent away");
        }
        if (refusal instanceof OperatorRefusal.TooManyDrained) {
            return tooMany("drained");
        }
        if (refusal instanceof OperatorRefusal.TooManySentAway) {
            return tooMany("sent away");
        }
        if (refusal instanceof OperatorRefusal.LastServing last) {
            return lastServing(last);
        }
        throw unmapped(refusal);
    }

    private static OpsException tooMany(String what) {
        return new OpsException(
                409,
                OperatorDecisions.MAX_DECISIONS + " cells are " + what + " already (expected: fewer; resume some)");
    }

    private static OpsException lastServing(OperatorRefusal.LastServing last) {
        String others = last.others() == 0 ? "" : " and " + last.others() + " more";
        return new OpsException(
                412,
                "cell " + last.cellId() + " is the last that serves " + String.join(", ", last.routes()) + others
                        + "; their requests would wait, and then be answered 503"
                        + " (expected: another cell that serves them, or a request without last=refuse)");
    }

    private static IllegalStateException unmapped(Object outcome) {
        return new IllegalStateException("no answer for " + outcome);
    }
}
