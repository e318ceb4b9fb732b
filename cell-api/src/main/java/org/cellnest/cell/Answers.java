package org.cellnest.cell;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a status of a route's answers in the nest's description of its routes (OpenAPI). It changes no answer. It
 * describes a {@link Response} or {@link Problem}, which the types of a method do not reveal. May be repeated.
 *
 * <pre>{@code
 * @Route(value = "/orders", methods = "POST")
 * @Answers(status = 201, type = Order.class, description = "The order as it was taken")
 * @Answers(status = 409, description = "There is not enough of it")
 * public Response place(NewOrder wanted) { ... }
 * }</pre>
 *
 * <p>If a status below 400 is declared, the description lists only the declared ones. Otherwise it lists 200, or 204
 * for a method without a result. A method with a result that cannot be a {@link Response} answers with 200 or 204 by
 * itself. Another status below 400 on such a method fails the deployment, and so does a status that is declared twice.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Answers.List.class)
public @interface Answers {
    /** Returns the status, 200 to 599. */
    int status();

    /**
     * Returns the type of the body, as a method might return it; use {@code Order[].class} for a list of orders. By
     * default, {@code void.class}, it is the method's own result with 200, and no body with any other status below 400.
     * From 400 it is a problem (RFC 9457).
     */
    Class<?> type() default void.class;

    /** Returns the content type of the body; empty: the route's below 400, and by the type of the body above. */
    String produces() default "";

    /** Returns a sentence for people about the cases in which the route answers so. */
    String description() default "";

    /** Holds several declarations of one method. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        /** Returns the declarations. */
        Answers[] value();
    }
}
