package org.cellnest.router.broker;

import java.util.function.Function;

/**
 * The outcome of an operator's command: its value, or the reason why it was not executed.
 *
 * @param <T> the type of the value
 */
public sealed interface OperatorOutcome<T> {
    /**
     * The outcome of a command that was executed.
     *
     * @param value the state after it, or the requested value
     */
    record Done<T>(T value) implements OperatorOutcome<T> {
        @Override
        public <R> OperatorOutcome<R> map(Function<? super T, ? extends R> mapping) {
            return new Done<>(mapping.apply(value));
        }
    }

    /** The outcome of a command that was refused, and has changed nothing. */
    record Refused<T>(OperatorRefusal refusal) implements OperatorOutcome<T> {
        @Override
        public <R> OperatorOutcome<R> map(Function<? super T, ? extends R> mapping) {
            return new Refused<>(refusal);
        }
    }

    /** Maps the value, and keeps a refusal. */
    <R> OperatorOutcome<R> map(Function<? super T, ? extends R> mapping);
}
