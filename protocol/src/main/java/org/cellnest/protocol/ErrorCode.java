package org.cellnest.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * The reason of a refusal. Append-only: a number or name never changes its meaning. JSON carries the name ({@link
 * #wireName}), binary records carry the number. A code that this version does not know is read as {@link #UNKNOWN}.
 */
public enum ErrorCode {
    UNKNOWN(0, "unknown"),
    /** A batch or record whose lengths do not add up, or whose content does not fit its type. */
    MALFORMED(1, "malformed"),
    /** A protocol version that the receiver does not speak. */
    VERSION(2, "version"),
    /** A record that is not allowed in the sender's state. */
    UNEXPECTED(3, "unexpected"),
    /** Another live peer has this id. */
    ID_IN_USE(4, "id-in-use"),
    /** No proof of the nest's key, or a wrong one. */
    KEY(5, "key"),
    /** The named session does not exist, or no longer exists. */
    SESSION(6, "session"),
    /** A size or number exceeds the limits. */
    LIMIT(7, "limit"),
    /** A route belongs to another deployment. */
    ROUTE_CONFLICT(8, "route-conflict"),
    /** A route's template, methods or number are not valid. */
    ROUTE_INVALID(9, "route-invalid"),
    /** The receiver has no room. */
    BUSY(10, "busy"),
    /** The receiver is going away and takes nothing new. */
    DRAINING(11, "draining"),
    /** The cell does not have the route, or no longer has it. */
    NO_ROUTE(12, "no-route"),
    /** The cell was stopped for longer than the nest waits, and starts none of the requests that it finds. */
    STALLED(13, "stalled"),
    /** The peer was silent for too long. */
    SILENT(14, "silent"),
    /** The peer does not read the records that it is sent. */
    SLOW(15, "slow"),
    /** A connection of the session closed. */
    LANE_LOST(16, "lane-lost"),
    /** The peer or the router has sent GOODBYE. */
    GOODBYE(17, "goodbye"),
    /** An operator has evicted the peer. */
    KICKED(18, "kicked"),
    /** The same peer registered anew. */
    REPLACED(19, "replaced"),
    /** The party that waits for a body is gone. */
    ASKER_GONE(20, "asker-gone"),
    /** The time of the request is over. */
    DEADLINE(21, "deadline"),
    /** Nothing of a body has come for too long, though there was credit. */
    IDLE(22, "idle"),
    /** The receiver does not want the rest of a body. */
    NOT_READ(23, "not-read"),
    /** DATA beyond its credit, with a gap or an overlap, or more or fewer bytes than announced. */
    OVERRUN(24, "overrun"),
    /** The sender of a body cannot complete it. */
    BROKEN(25, "broken"),
    /** The router was lost. Never sent. */
    ROUTER_LOST(26, "router-lost"),
    /** The receiver does not know what is asked for. */
    UNSUPPORTED(27, "unsupported"),
    /** Nothing has failed: the exchange is complete. */
    COMPLETE(28, "complete");

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

    /** Returns the number that binary records carry, 0 to 65535. */
    public int number() {
        return number;
    }

    /** Returns the name that JSON carries: lower case, with dashes. */
    public String wireName() {
        return wireName;
    }

    /** Returns the code of a number; {@link #UNKNOWN} if this version does not know it. */
    public static ErrorCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }

    /** Returns the code of a name; {@link #UNKNOWN} if this version does not know it. */
    public static ErrorCode of(String wireName) {
        return BY_NAME.getOrDefault(wireName, UNKNOWN);
    }
}
