package org.cellnest.cell;

/**
 * Whether a request may be started a second time. When a cell dies with a request running, nobody knows how far it came:
 * the nest asks another cell if a second run has the same effect as one, else it answers 502.
 */
public enum Idempotent {
    /** As the request's method says: yes for GET, HEAD, OPTIONS, PUT, DELETE and TRACE (RFC 9110, section 9.2.2). */
    BY_METHOD,
    /** It may be run twice, whatever the method. For example a POST that is a search, or carries a key of its own. */
    YES,
    /** It is never run twice, whatever the method. */
    NO
}
