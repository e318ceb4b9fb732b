package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a parameter is called in the request, and where it is looked for. Needed only where the Java name does not
 * say it, or the place matters.
 *
 * <pre>{@code
 * @Route("/api/orders/{order-id}")
 * public Order order(@Param("order-id") long id, @Param(in = Param.In.QUERY) Optional<String> fields) { ... }
 * }</pre>
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {
    /** The name in the request; empty: the parameter's own. */
    String value() default "";

    /** Where it is looked for. */
    In in() default In.ANY;

    /** What it means, in a few words for people. */
    String description() default "";

    /** The places of a request that parameters come from. */
    enum In {
        /**
         * The path, then the query, then the form, then the top level of a JSON body; the first place that has the name.
         * Where another parameter takes the whole body: the path, then the query. A body that is neither form nor JSON is
         * 415, unless the method has a parameter of type {@link Request}, which may read it.
         */
        ANY,
        /** A variable of the template. */
        PATH,
        /** The query. Repeated names make a list. */
        QUERY,
        /** A field of an {@code application/x-www-form-urlencoded} body. Forms with files come later. */
        FORM,
        /** A top-level field of a JSON body; this may be of any type, records and lists of records too. */
        JSON
    }
}
