package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method answer HTTP requests. On a class or interface, {@link #value} is put before the templates of its
 * methods, and nothing else of the annotation counts.
 *
 * <pre>{@code
 * @Route("/api/orders")
 * public class Orders {
 *     @Route(value = "/{id:\\d+}", description = "One order")
 *     public Optional<Order> order(long id) { ... }
 *
 *     @Route(value = "", methods = "POST")
 *     public Response create(NewOrder order) { ... }
 * }
 * }</pre>
 *
 * <p><b>Templates.</b> {@code {name}} is one segment of the path, {@code {name:\w+}} one that matches the expression
 * whole, {@code {path...}} the rest of the path. Where several routes match, the more specific one wins, segment by
 * segment from the left: literal, constrained variable, variable, rest. {@code //} and a trailing slash count.
 *
 * <p><b>HEAD and OPTIONS</b> need no route of their own: HEAD runs the GET route and the body is dropped; OPTIONS is
 * answered by the nest.
 *
 * <p><b>Parameters.</b> Each variable of the template is taken by a parameter of its name, or the method has a {@link
 * Request}, which knows them all; else the deployment fails.
 *
 * <p><b>Inheritance.</b> A class has the routes of its bases and interfaces too, generic ones with its own types. An override
 * without an annotation keeps the route of what it overrides, with the names and annotations of the parameters there; {@code
 * @Route} on the override replaces it. An abstract class or interface with routes that no class implements fails the
 * deployment. The prefix is that of the class, else that of the class or interface that declares the route.
 *
 * <p>Each class is constructed once for a deployment, so its methods are called by many threads at the same time.
 * Static methods may be routes too, of the class that declares them alone; then it is not constructed unless it has others.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Route {
    /** The path template, such as {@code /api/hello/{name}}; on a method of a class with a prefix it may be empty. */
    String value();

    /** The request methods it answers, in upper case. */
    String[] methods() default "GET";

    /**
     * The longest a request may take, in milliseconds, counted from when it has come whole to the gateway, however often it
     * is started; 0: the nest's default. When it has passed, the client has been answered with 504 and the thread that runs
     * the method is interrupted.
     */
    long timeoutMs() default 0;

    /** Whether the nest may start a request once more if the cell that ran it dies. */
    Idempotent idempotent() default Idempotent.BY_METHOD;

    /** Whether the route is for other cells only: gateways answer as if it did not exist. */
    boolean inner() default false;

    /**
     * The content type of the answer, such as {@code text/html;charset=utf-8}; empty: by the type of the result. With a
     * JSON type a {@code String} is still sent as it is.
     */
    String produces() default "";

    /** What the route is for, in a sentence for people. */
    String description() default "";
}
