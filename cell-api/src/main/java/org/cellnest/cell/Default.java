package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter the value that it has where the request has none; it is read as if it had come. An empty field, as browsers send, says
 * nothing, unless the parameter is a text or a list of texts; an empty array in JSON says an empty list. For a list the
 * values are separated by commas, and an empty default is an empty list. A default that does not fit its type fails the deployment, not the
 * request.
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
    /** The value as text. */
    String value();
}
