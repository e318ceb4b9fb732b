package org.cellnest.runtime.handler;

import java.time.Instant;
import org.cellnest.cell.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The validators of the content that an answer has (RFC 9110, section 8.8).
 *
 * @param etag null: none, or a malformed one
 * @param lastModified in whole seconds; null: none, or a malformed one
 */
record Validators(@Nullable EntityTag etag, @Nullable Instant lastModified) {
    /**
     * Reads the validators of an answer from its headers.
     *
     * @param now decides the century of a date with a year of two digits
     */
    static Validators of(Headers answer, Instant now) {
        return new Validators(
                answer.first("etag").map(EntityTag::parse).orElse(null),
                answer.first("last-modified")
                        .map(date -> HttpDates.parse(date, now))
                        .orElse(null));
    }

    boolean isEmpty() {
        return etag == null && lastModified == null;
    }
}
