package org.cellnest.gateway.http;

import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Formats the field {@code Server-Timing} of a request (W3C Server Timing), in milliseconds. The figures of routers and
 * cells are taken as numbers and no more, and never for longer than the gateway itself has waited.
 *
 * @param totalNs from when the request had come whole until now
 * @param gatewayNs of these, until it was handed to a router
 */
record ServerTiming(long totalNs, long gatewayNs) {
    private static final long UNKNOWN = -1;
    private static final int MAX_DIGITS = 12;
    private static final long NS_IN_US = 1_000;

    /** Returns the field value for an answer of the gateway's own. */
    String text() {
        StringBuilder out = new StringBuilder(64);
        long totalUs = Math.max(0, totalNs / NS_IN_US);
        put("gateway", clamped(gatewayNs / NS_IN_US, totalUs), out);
        put("total", totalUs, out);
        return out.toString();
    }

    /**
     * Returns the field value for an answer of a router.
     *
     * @param fields of the answer
     * @param cellMayHaveIt whether the nest answered while a cell had the request
     */
    String text(Fields fields, boolean ofTheNest, boolean cellMayHaveIt) {
        StringBuilder out = new StringBuilder(128);
        long totalUs = Math.max(0, totalNs / NS_IN_US);
        long leftUs = totalUs;
        long gatewayUs = clamped(gatewayNs / NS_IN_US, leftUs);
        leftUs -= gatewayUs;
        put("gateway", gatewayUs, out);
        long routerUs = clamped(number(fields.first(Attributes.ROUTER_US)), leftUs);
        leftUs -= Math.max(0, routerUs);
        put("router", routerUs, out);
        long parkUs = clamped(number(fields.first(Attributes.PARK_US)), Math.max(0, routerUs));
        if (parkUs > 0) {
            put("park", parkUs, out);
        }
        long queueUs = ofTheNest ? UNKNOWN : clamped(number(fields.first(Attributes.QUEUE_US)), leftUs);
        leftUs -= Math.max(0, queueUs);
        put("queue", queueUs, out);
        long handlerUs = ofTheNest ? UNKNOWN : clamped(number(fields.first(Attributes.HANDLER_US)), leftUs);
        leftUs -= Math.max(0, handlerUs);
        put("handler", handlerUs, out);
        boolean restIsWire = ofTheNest ? !cellMayHaveIt : handlerUs != UNKNOWN;
        if (routerUs != UNKNOWN && restIsWire) {
            put("wire", leftUs, out);
        }
        put("total", totalUs, out);
        return out.toString();
    }

    private static long clamped(long us, long mostUs) {
        return us == UNKNOWN ? UNKNOWN : Math.max(0, Math.min(us, mostUs));
    }

    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_DIGITS) {
            return UNKNOWN;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static void put(String name, long us, StringBuilder out) {
        if (us == UNKNOWN) {
            return;
        }
        if (out.length() > 0) {
            out.append(", ");
        }
        long fraction = us % 1000;
        out.append(name).append(";dur=").append(us / 1000).append('.');
        out.append((char) ('0' + fraction / 100)).append((char) ('0' + fraction / 10 % 10));
        out.append((char) ('0' + fraction % 10));
    }
}
