package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter a default, which applies if the request has no value and is parsed as if it had come in the
 * request. An empty field, as browsers send it, counts as missing unless the parameter is a text or a list of texts. An
 * empty array in JSON is an empty list. For a list the values are separated by commas, and an empty default is an empty
 * list. A default that does not fit its type fails the deployment, not the request.
 *
 * <p>On a component of a record it gives the default for {@link Settings#bind}.
 *
 * <pre>{@code
 * public String hello(String name, @Default("13") int age) { ... }
 *
 * record Limits(@Default("100") int maxOrders, @Default("2s") Duration patience) {}
 * }</pre>
 */
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    /** Returns the value as text. */
    String value();
}
