package org.cellnest.router.broker;

import java.util.List;

/** The reasons why an operator's command is not carried out. */
public sealed interface OperatorRefusal {
    /** No session of the cell exists, and nothing is decided about it. */
    record UnknownCell(String cellId) implements OperatorRefusal {}

    /** No cell serves the deployment. */
    record UnknownDeployment(String deployment) implements OperatorRefusal {}

    /** The cell is drained already. */
    record AlreadyDrained(String cellId) implements OperatorRefusal {}

    /** The cell was sent away, and is to be resumed first. */
    record SentAway(String cellId) implements OperatorRefusal {}

    /** The cell is neither drained nor sent away. */
    record NothingToResume(String cellId) implements OperatorRefusal {}

    /** {@link OperatorDecisions#MAX_DECISIONS} cells are drained already. */
    record TooManyDrained() implements OperatorRefusal {}

    /** {@link OperatorDecisions#MAX_DECISIONS} cells are sent away already. */
    record TooManySentAway() implements OperatorRefusal {}

    /**
     * No other cell takes requests for some routes of the cell.
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
