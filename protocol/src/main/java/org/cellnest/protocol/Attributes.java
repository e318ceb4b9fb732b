package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Names of fields that say something about the exchange itself, not about the HTTP message, and of the nest's own HTTP
 * fields. Gateways write attributes; nobody else's are believed.
 */
public final class Attributes {
    /** The client's address, as the gateway determined it: {@code 192.0.2.1} or {@code 2001:db8::1}. */
    public static final String CLIENT = ":client";

    /**
     * On a REQUEST with {@link Flags#AGED}: milliseconds since the request had come whole to its gateway, as that gateway's
     * monotonic clock counts them.
     */
    public static final String AGE_MS = ":age-ms";

    /** The HTTP field with the id that people see, 8 to 64 of {@code A-Za-z0-9._-}. */
    public static final String REQUEST_ID = "x-request-id";

    /** On the nest's own answers: what became of the request, {@link #OUTCOME_NOT_STARTED} or {@link #OUTCOME_UNKNOWN}. */
    public static final String OUTCOME = "nest-outcome";

    /** The request was certainly not started by any cell. */
    public static final String OUTCOME_NOT_STARTED = "not-started";

    /** The request was given to a cell, and nobody knows how far it came. */
    public static final String OUTCOME_UNKNOWN = "unknown";

    /** On a REPLY to a {@link Flags#TIMED} request: microseconds in which the router had it, waiting for a cell included. */
    public static final String ROUTER_US = ":router-us";

    /** The same: microseconds in which it waited for a cell in the router. */
    public static final String PARK_US = ":park-us";

    /** The same, from a cell: microseconds from its arrival in the cell until its handler began. */
    public static final String QUEUE_US = ":queue-us";

    /** The same, from a cell: microseconds from the handler's begin until its answer was there. */
    public static final String HANDLER_US = ":handler-us";

    /**
     * On a REPLY to a {@link Flags#NAMED} request: the id of the cell that has or had it, a space, and the template of its
     * route in UTF-8; {@code -} for the cell where none has had it.
     */
    public static final String SERVED_BY = ":served-by";

    /** The value of {@link #SERVED_BY}, as characters that each stand for an octet. */
    public static String servedBy(String cell, String template) {
        String text = cell + ' ' + template;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }

    private Attributes() {}
}
