package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The names of attributes, which describe an exchange rather than its HTTP message, and of the nest's own HTTP fields.
 * Gateways write attributes; attributes from any other sender are not trusted.
 */
public final class Attributes {
    /** The client's address, as the gateway determined it: {@code 192.0.2.1} or {@code 2001:db8::1}. */
    public static final String CLIENT = ":client";

    /**
     * The age of a REQUEST with {@link Flags#AGED}. Counts the milliseconds since its gateway had received the whole
     * request, by that gateway's monotonic clock.
     */
    public static final String AGE_MS = ":age-ms";

    /** The HTTP field with the request id that people see: 8 to 64 of {@code A-Za-z0-9._-}. */
    public static final String REQUEST_ID = "x-request-id";

    /**
     * The HTTP field that states on the nest's own responses how far the request came: {@link #OUTCOME_NOT_STARTED} or
     * {@link #OUTCOME_UNKNOWN}.
     */
    public static final String OUTCOME = "nest-outcome";

    /** An outcome for a request that certainly no cell has started. */
    public static final String OUTCOME_NOT_STARTED = "not-started";

    /** An outcome for a request that a cell was given; it is not known how far it came. */
    public static final String OUTCOME_UNKNOWN = "unknown";

    /**
     * The microseconds that the router held a {@link Flags#TIMED} request, including the wait for a cell. On its REPLY.
     */
    public static final String ROUTER_US = ":router-us";

    /** The microseconds that a timed request waited for a cell in the router. On its REPLY. */
    public static final String PARK_US = ":park-us";

    /**
     * The microseconds from a timed request's arrival in the cell until its handler began. On its REPLY, from a cell.
     */
    public static final String QUEUE_US = ":queue-us";

    /**
     * The microseconds from the handler's begin until its answer was complete. On the REPLY to a timed request, from a
     * cell.
     */
    public static final String HANDLER_US = ":handler-us";

    /**
     * The cell and the route that served a {@link Flags#NAMED} request, on its REPLY. The value is the id of the cell
     * that has or had the request, a space, and the template of its route in UTF-8. {@code -} stands for the cell where
     * no cell has had the request.
     */
    public static final String SERVED_BY = ":served-by";

    /** Returns the value of {@link #SERVED_BY}, with one character for each octet. */
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
