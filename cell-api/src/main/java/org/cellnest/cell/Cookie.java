package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a parameter from a cookie (RFC 6265). {@link Response#cookie(SetCookie)} sets one.
 *
 * <pre>{@code
 * public String basket(@Cookie("basket") Optional<UUID> basket) { ... }
 * }</pre>
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cookie {
    /** Returns the cookie's name, exactly; empty: the parameter's own. */
    String value() default "";
}
