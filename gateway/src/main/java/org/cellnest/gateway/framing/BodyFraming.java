package org.cellnest.gateway.framing;

/**
 * A rule by which the end of a request's body is found (RFC 9112, section 6.3).
 *
 * @param chunked whether the body is chunked
 * @param length of a body that is not; 0: there is none
 */
public record BodyFraming(boolean chunked, long length) {
    static final BodyFraming NONE = new BodyFraming(false, 0);
    static final BodyFraming CHUNKED = new BodyFraming(true, 0);

    static BodyFraming ofLength(long length) {
        return length == 0 ? NONE : new BodyFraming(false, length);
    }
}
