package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method answer HTTP requests. On a class or interface, {@link #value} is a prefix of the templates of
 * its methods, and the rest of the annotation is ignored.
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
 * <p><b>Templates.</b> {@code {name}} is one segment of the path, {@code {name:\w+}} one that matches the expression as
 * a whole, {@code {path...}} the rest of the path. If several routes match, the more specific one wins, segment by
 * segment from the left: literal, constrained variable, variable, rest. A {@code //} and a trailing slash are
 * significant.
 *
 * <p><b>HEAD and OPTIONS</b> need no route of their own: HEAD runs the GET route and the body is dropped; OPTIONS is
 * answered by the nest.
 *
 * <p><b>Parameters.</b> Each variable of the template needs a parameter of its name, or the method has a {@link
 * Request}, which contains them all. Otherwise the deployment fails.
 *
 * <p><b>Inheritance.</b> A class also has the routes of its bases and interfaces; in generic ones, with its own types.
 * An override without an annotation keeps the overridden method's route, with the names and annotations of its
 * parameters. {@code @Route} on the override replaces it. An abstract class or interface with routes that no class
 * implements fails the deployment. The prefix is that of the class, else that of the class or interface that declares
 * the route.
 *
 * <p>Each class is constructed once for a deployment, so many threads call its methods at the same time. Static methods
 * may also be routes, but only of the class that declares them. A class with static routes alone is not constructed.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Route {
    /**
     * Returns the path template, such as {@code /api/hello/{name}}; it may be empty on a method of a class with a
     * prefix.
     */
    String value();

    /** Returns the request methods of the route, in upper case. */
    String[] methods() default "GET";

    /**
     * Returns the time limit of a request, in milliseconds. It runs from the arrival of the whole request at the
     * gateway, however often the request is started. 0 means the nest's default. Once it has passed, the client
     * receives 504 and the thread that runs the method is interrupted.
     */
    long timeoutMs() default 0;

    /** Whether the nest may start a request once more if its cell dies. */
    Idempotent idempotent() default Idempotent.BY_METHOD;

    /** Whether the route is for other cells only: gateways answer as if it did not exist. */
    boolean inner() default false;

    /**
     * Returns the content type of the answer, such as {@code text/html;charset=utf-8}; empty: by the type of the
     * result. With a JSON type a {@code String} is still sent as it is.
     */
    String produces() default "";

    /** Returns the purpose of the route, in a sentence for people. */
    String description() default "";
}
