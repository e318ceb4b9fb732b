package org.cellnest.cell;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a status of a route's answers in the nest's description of its routes (OpenAPI). Changes no answer: it says of a
 * {@link Response} or {@link Problem} what the types of a method do not. May be repeated.
 *
 * <pre>{@code
 * @Route(value = "/orders", methods = "POST")
 * @Answers(status = 201, type = Order.class, description = "The order as it was taken")
 * @Answers(status = 409, description = "There is not enough of it")
 * public Response place(NewOrder wanted) { ... }
 * }</pre>
 *
 * <p>Where a status below 400 is declared, the declared ones are all there are; else the description lists 200, or 204 of
 * a method without a result. A method whose result can be no {@link Response} answers with 200 or 204 by itself, so that
 * another status below 400 on it fails the deployment; so does a status that is declared twice.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Answers.List.class)
public @interface Answers {
    /** The status, 200 to 599. */
    int status();

    /**
     * The type of the body, as a method might return it; {@code Order[].class} for a list of orders. {@code void.class}: the
     * method's own result with 200, no body with any other status below 400, and a problem (RFC 9457) with those above.
     */
    Class<?> type() default void.class;

    /** The content type of the body; empty: the route's below 400, and by the type of the body above. */
    String produces() default "";

    /** A sentence for people about when the route answers so. */
    String description() default "";

    /** Holds several declarations of one method. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        /** The declarations. */
        Answers[] value();
    }
}
