package org.cellnest.cell;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method answer requests whose route method, stage or filter has failed with an exception of these
 * classes or their subclasses.
 *
 * <pre>{@code
 * @Catches(NoSuchFileException.class)
 * public Problem gone(NoSuchFileException e, Request request) {
 *     return new Problem(410, "no longer here: " + request.path());
 * }
 * }</pre>
 *
 * <p><b>Scope.</b> The method answers for all routes of its jar, whether its class has routes or not. The class nearest
 * to that of the exception wins; each class of exceptions may be named once in a jar. A method that several classes
 * inherit answers for the routes of each of them.
 *
 * <p><b>Parameters</b> may be the exception and the {@link Request}, in any order; either may be absent.
 *
 * <p><b>Results</b> are those of a route method, without the route's {@link Route#produces}. A value has the status
 * 200, so an error needs a {@link Problem} or a {@link Response}. {@code void} fails the deployment.
 *
 * <p><b>Exceptions.</b> A {@link Problem} that is thrown can be caught like any other exception, including the 400 and
 * 415 of parameters that do not bind. {@code @Catches(Problem.class)} thus changes the form of all of them. A Problem
 * or an empty {@code Optional} that is returned is a result, and is not caught. {@code CompletionException} and {@code
 * ExecutionException} stand for their causes. An exception that the method itself throws is answered by the nest, as
 * any other that no method catches; the original is suppressed in it.
 *
 * <p><b>Not caught</b> are errors of the JVM ({@code VirtualMachineError}), exceptions of requests that were cancelled,
 * and results that cannot be written. Other errors are caught by methods that name them or {@code Throwable}. The nest
 * logs no exception that a method has answered.
 *
 * <p><b>Threads.</b> The method runs in the thread of the route method. If a stage has failed, it runs in the thread
 * that completed the stage, so it should not block then.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Catches {
    /** Returns the classes of the exceptions, at least one. */
    Class<? extends Throwable>[] value();
}
