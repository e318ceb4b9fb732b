package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the name of a parameter in the request, and the part of the request to search. Needed only if the Java name
 * differs, or the place matters.
 *
 * <pre>{@code
 * @Route("/api/orders/{order-id}")
 * public Order order(@Param("order-id") long id, @Param(in = Param.In.QUERY) Optional<String> fields) { ... }
 * }</pre>
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {
    /** Returns the name in the request; empty: the parameter's own. */
    String value() default "";

    /** Returns the part of the request to search. */
    In in() default In.ANY;

    /** Returns the meaning, in a few words for people. */
    String description() default "";

    /** A part of a request that parameters come from. */
    enum In {
        /**
         * The path, then the query, then the form, then the top level of a JSON body; the first place with the name
         * counts. If another parameter takes the whole body: the path, then the query. A body that is neither form nor
         * JSON is 415, unless the method has a parameter of type {@link Request}, which may read it.
         */
        ANY,
        /** A variable of the template. */
        PATH,
        /** The query. Repeated names form a list. */
        QUERY,
        /** A field of an {@code application/x-www-form-urlencoded} body; {@link Part} has forms with files. */
        FORM,
        /** A top-level field of a JSON body, of any type; records and lists of records too. */
        JSON
    }
}
