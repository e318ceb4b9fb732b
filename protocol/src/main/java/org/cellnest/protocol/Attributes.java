package org.cellnest.protocol;

/**
 * Names of fields that say something about the exchange itself, not about the HTTP message, and of the nest's own HTTP
 * fields. Gateways write attributes; nobody else's are believed.
 */
public final class Attributes {
    /** The client's address, as the gateway determined it: {@code 192.0.2.1} or {@code 2001:db8::1}. */
    public static final String CLIENT = ":client";

    /** The HTTP field with the id that people see, 8 to 64 of {@code A-Za-z0-9._-}. */
    public static final String REQUEST_ID = "x-request-id";

    /** On the nest's own answers: what became of the request, {@link #OUTCOME_NOT_STARTED} or {@link #OUTCOME_UNKNOWN}. */
    public static final String OUTCOME = "nest-outcome";

    /** The request was certainly not started by any cell. */
    public static final String OUTCOME_NOT_STARTED = "not-started";

    /** The request was given to a cell, and nobody knows how far it came. */
    public static final String OUTCOME_UNKNOWN = "unknown";

    private Attributes() {}
}
