package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes an element in a sentence for readers of the nest's own description of its routes. The element is a
 * parameter, a component of a record, a field or getter of a class, or a record, class or enum itself. A route has
 * {@link Route#description}.
 *
 * <pre>{@code
 * @Description("What somebody orders")
 * record NewOrder(@Description("1 to 80 characters") String item, @Description("1 to 100") int quantity) {}
 *
 * public List<Order> latest(@Default("20") @Description("How many, 1 to 100") int count) { ... }
 * }</pre>
 */
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Description {
    /** Returns the sentence. */
    String value();
}
