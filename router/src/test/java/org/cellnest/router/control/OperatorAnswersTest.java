package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.process.ops.OpsException;
import org.cellnest.router.broker.OperatorOutcome;
import org.cellnest.router.broker.OperatorRefusal;
import org.junit.jupiter.api.Test;

class OperatorAnswersTest {
    /** The status that each refusal is answered with. */
    private static final Map<Class<? extends OperatorRefusal>, Integer> STATUSES = Map.of(
            OperatorRefusal.UnknownCell.class, 404,
            OperatorRefusal.UnknownDeployment.class, 404,
            OperatorRefusal.AlreadyDrained.class, 409,
            OperatorRefusal.SentAway.class, 409,
            OperatorRefusal.NothingToResume.class, 409,
            OperatorRefusal.TooManyDrained.class, 409,
            OperatorRefusal.TooManySentAway.class, 409,
            OperatorRefusal.LastServing.class, 412);

    @Test
    void answersEachRefusalWithItsStatus() {
        List<OperatorRefusal> refusals = List.of(
                new OperatorRefusal.UnknownCell("c"),
                new OperatorRefusal.UnknownDeployment("d"),
                new OperatorRefusal.AlreadyDrained("c"),
                new OperatorRefusal.SentAway("c"),
                new OperatorRefusal.NothingToResume("c"),
                new OperatorRefusal.TooManyDrained(),
                new OperatorRefusal.TooManySentAway(),
                new OperatorRefusal.LastServing("c", List.of("GET /a"), 0));
        List<Class<?>> tried = new ArrayList<>();
        for (OperatorRefusal refusal : refusals) {
            tried.add(refusal.getClass());
            assertEquals(
                    STATUSES.get(refusal.getClass()),
                    OperatorAnswers.problem(refusal).status(),
                    refusal.toString());
        }
        assertEquals(List.of(OperatorRefusal.class.getPermittedSubclasses()), tried);
    }

    @Test
    void namesTheFirstRoutesOfTheLastCellAndCountsTheRest() {
        OpsException few =
                OperatorAnswers.problem(new OperatorRefusal.LastServing("c", List.of("GET /a", "GET /b"), 0));
        assertTrue(few.detail().startsWith("cell c is the last that serves GET /a, GET /b; "), few.detail());
        OpsException many = OperatorAnswers.problem(new OperatorRefusal.LastServing("c", List.of("GET /a"), 7));
        assertTrue(many.detail().startsWith("cell c is the last that serves GET /a and 7 more; "), many.detail());
    }

    @Test
    void completesWithTheValueOfWhatWasDone() {
        assertEquals(
                3,
                OperatorAnswers.of(new OperatorOutcome.Done<>(3))
                        .toCompletableFuture()
                        .join());
        OperatorOutcome<Integer> refused = new OperatorOutcome.Refused<>(new OperatorRefusal.UnknownCell("c"));
        assertTrue(OperatorAnswers.of(refused).toCompletableFuture().isCompletedExceptionally());
        assertFalse(refused.map(value -> value + 1) instanceof OperatorOutcome.Done);
    }
}
