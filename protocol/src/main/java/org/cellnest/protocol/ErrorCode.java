package org.cellnest.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * Why something was refused. Append-only: a number or name is never given another meaning. In JSON the name stands
 * ({@link #wireName}), in binary records the number; a code that this version does not know reads as {@link #UNKNOWN}.
 */
public enum ErrorCode {
    UNKNOWN(0, "unknown"),
    /** A batch or record whose lengths do not add up, or whose content is not what its type says. */
    MALFORMED(1, "malformed"),
    /** A protocol version that the receiver does not speak. */
    VERSION(2, "version"),
    /** A record that does not belong in the state the sender is in. */
    UNEXPECTED(3, "unexpected"),
    /** Another live peer has this id. */
    ID_IN_USE(4, "id-in-use"),
    /** No proof of the nest's key, or a wrong one. */
    KEY(5, "key"),
    /** The session named does not exist (any more). */
    SESSION(6, "session"),
    /** Something is larger or more numerous than the limits allow. */
    LIMIT(7, "limit"),
    /** A route belongs to another deployment. */
    ROUTE_CONFLICT(8, "route-conflict"),
    /** A route's template, methods or number are not valid. */
    ROUTE_INVALID(9, "route-invalid"),
    /** The receiver has no room. */
    BUSY(10, "busy"),
    /** The receiver is going away and takes nothing new. */
    DRAINING(11, "draining"),
    /** The cell does not have the route (any more). */
    NO_ROUTE(12, "no-route"),
    /** The cell was stopped for longer than the nest waits, and starts nothing of what it finds. */
    STALLED(13, "stalled"),
    /** The peer was silent for too long. */
    SILENT(14, "silent"),
    /** The peer does not read what it is sent. */
    SLOW(15, "slow"),
    /** A connection of the session closed. */
    LANE_LOST(16, "lane-lost"),
    /** The peer, or the router, said goodbye. */
    GOODBYE(17, "goodbye"),
    /** An operator's decision. */
    KICKED(18, "kicked"),
    /** The same peer registered anew. */
    REPLACED(19, "replaced");

    private static final Map<String, ErrorCode> BY_NAME = new HashMap<>();
    private static final ErrorCode[] BY_NUMBER = new ErrorCode[values().length];

    static {
        for (ErrorCode code : values()) {
            BY_NAME.put(code.wireName, code);
            BY_NUMBER[code.number] = code;
        }
    }

    private final int number;
    private final String wireName;

    ErrorCode(int number, String wireName) {
        this.number = number;
        this.wireName = wireName;
    }

    /** The number that stands in binary records, 0 to 65535. */
    public int number() {
        return number;
    }

    /** The name that stands in JSON: lower case, with dashes. */
    public String wireName() {
        return wireName;
    }

    /** The code of a number; {@link #UNKNOWN} for one this version does not know. */
    public static ErrorCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }

    /** The code of a name; {@link #UNKNOWN} for one this version does not know. */
    public static ErrorCode of(String wireName) {
        return BY_NAME.getOrDefault(wireName, UNKNOWN);
    }
}
