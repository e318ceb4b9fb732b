package org.cellnest.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes the whole body of a request; at most one parameter of a method may.
 *
 * <ul>
 *   <li>{@code byte[]}, {@link Content}: as it came, of any type and Content-Encoding;
 *   <li>{@link java.io.InputStream}, {@link java.nio.channels.ReadableByteChannel}, {@link Upload}, {@code
 *       Flow.Publisher<ByteBuffer>}: the same while it comes, of any size;
 *   <li>{@code String}: as text in the charset of Content-Type, UTF-8 if it has none; 415 for an unknown charset;
 *   <li>anything else, a record, {@code List<Order>}, {@code Map<String, Object>}: from JSON. Unknown members are
 *       ignored. A body of another content type is 415, an unreadable one 400 with line and column.
 * </ul>
 *
 * <p>No content coding is decoded. Text and JSON in a coding such as gzip are 415 with {@code Accept-Encoding:
 * identity} (RFC 9110, section 15.5.16).
 *
 * <p>Scalars in JSON are read as in a query; the package page has the rule. A number without a declared type, as in
 * {@code Map<String, Object>}, is an {@code Integer}, {@code Long} or {@code BigInteger} if it is written as a whole
 * number. Otherwise it is a {@code BigDecimal} with all digits of the request.
 *
 * <p>Records and POJOs need no annotation. For the types of the first three lines an empty body is an empty value. For
 * JSON it counts as missing, which is 400 unless the parameter is {@code Optional}.
 *
 * <p>A body while it comes starts the method at once; reading it waits for the client, and throws a {@link
 * StreamResetException} if it breaks off. All other bodies are in memory, whole, before the method starts. {@link Part}
 * and {@link Parts} take forms with files ({@code multipart/form-data}).
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Body {
    /**
     * Returns the most bytes of the body; a longer one is 413, as soon as that is known.
     *
     * <p>0: no limit but the nest's for a body while it comes. For one in memory that is too long for one message, the
     * setting {@code cell.max-collected-bytes}. A body in memory may have 1 GiB at most.
     */
    long max() default 0;
}
