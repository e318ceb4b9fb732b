/**
 * Parses {@code multipart/form-data} bodies (RFC 7578 and RFC 2046, section 5.1) from a stream.
 *
 * <p>{@link MultipartReader} returns the parts one by one and holds one small buffer, whatever the length of a part.
 * {@link CollectedParts} keeps the parts that a {@link PartLayout} names.
 *
 * <p>The parser is strict, since a body that two parsers read differently passes a filter in front of one of them.
 * Lines end with CR LF, a line that begins with the delimiter is a delimiter, and each part has one Content-Disposition
 * with one name. The errors are {@link org.cellnest.cell.Problem}s for the client, with status 400 or 413.
 */
@NullMarked
package org.cellnest.runtime.multipart;

import org.jspecify.annotations.NullMarked;
