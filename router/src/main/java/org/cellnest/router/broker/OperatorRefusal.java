package org.cellnest.router.broker;

import java.util.List;

/** The reasons why an operator's command is not executed. */
public sealed interface OperatorRefusal {
    /** A cell without a session, about which no decision is recorded. */
    record UnknownCell(String cellId) implements OperatorRefusal {}

    /** A deployment that no cell serves. */
    record UnknownDeployment(String deployment) implements OperatorRefusal {}

    /** A drain of a cell that is drained already. */
    record AlreadyDrained(String cellId) implements OperatorRefusal {}

    /** A command about a cell that was kicked, and has to be resumed first. */
    record SentAway(String cellId) implements OperatorRefusal {}

    /** A resume of a cell that is neither drained nor kicked. */
    record NothingToResume(String cellId) implements OperatorRefusal {}

    /** A drain while {@link OperatorDecisions#MAX_DECISIONS} cells are drained already. */
    record TooManyDrained() implements OperatorRefusal {}

    /** A kick while {@link OperatorDecisions#MAX_DECISIONS} cells are kicked already. */
    record TooManySentAway() implements OperatorRefusal {}

    /**
     * A command about a cell with routes that no other cell serves.
     *
     * @param routes the first of them
     * @param others the number of the rest
     */
    record LastServing(String cellId, List<String> routes, int others) implements OperatorRefusal {
        public LastServing {
            routes = List.copyOf(routes);
        }
    }
}
