package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a part of a {@code multipart/form-data} body (RFC 7578), the form that browsers send with files.
 *
 * <pre>{@code
 * @Route(value = "/albums/{album}", methods = "POST")
 * public Response add(String album, @Part String title, @Part(max = 500_000) FormFile picture) { ... }
 * }</pre>
 *
 * <ul>
 *   <li>a scalar, or a List, Set, array or Optional of scalars: the part's text, read as a field of a form is. The text
 *       is in the charset of the part's content type, UTF-8 if it names none;
 *   <li>{@link FormFile}, {@code List<FormFile>}, {@code Optional<FormFile>}: the part's bytes. A file that a browser
 *       sends without a choice, with an empty name and no bytes, counts as missing.
 * </ul>
 *
 * <p>A single value is the first part of its name. A missing part is 400, unless the parameter is {@code Optional}, a
 * list of files, or has a {@link Default @Default}. Parts that no parameter names are skipped. A body of another
 * content type is 415. Other parameters of such a method come from path and query; none may take the body or its
 * fields.
 *
 * <p>Fields are in memory. Files above 64 KiB of a body that is not in memory anyway are on disk until the request is
 * answered, 1 GiB of one body together; more is 413. {@link Parts} reads all parts one by one instead.
 *
 * <p>More than 1,000 parts, 8 KiB of headers of a part, or 1 MiB of fields together are 413.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Part {
    /** Returns the name of the part; empty: the parameter's own. */
    String value() default "";

    /**
     * Returns the most bytes of one part of this name; a longer one is 413.
     *
     * <p>0: 64 KiB for a field, and no limit but the body's for a file. A field may have 1 MiB at most.
     */
    long max() default 0;
}
