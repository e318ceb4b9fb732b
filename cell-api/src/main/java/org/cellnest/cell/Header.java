package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a parameter from a request header.
 *
 * <pre>{@code
 * public String agent(@Header("user-agent") String agent, @Header Optional<String> acceptLanguage) { ... }
 * }</pre>
 *
 * A list takes every line of a repeated header as one value; a line is not split at commas.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Header {
    /**
     * Returns the header's name, in any case. Empty means the parameter's own, in lower case with a hyphen before each
     * former capital: {@code acceptLanguage} for {@code accept-language}.
     */
    String value() default "";
}
