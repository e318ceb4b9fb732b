package org.cellnest.cell;

/**
 * Whether a request may be started a second time. When a cell dies with a request running, its progress is unknown. If
 * a second run has the same effect as one, the nest sends the request to another cell. Otherwise it answers 502.
 */
public enum Idempotent {
    /** The request's method decides: yes for GET, HEAD, OPTIONS, PUT, DELETE and TRACE (RFC 9110, section 9.2.2). */
    BY_METHOD,
    /**
     * The request may run twice, regardless of its method. For example a POST that is a search, or has a key of its
     * own.
     */
    YES,
    /** The request never runs twice, regardless of its method. */
    NO
}
