package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The type of a record, its sixth byte. Codes are append-only; a receiver skips and counts records of unknown codes.
 */
public enum MessageType {
    /** Router to every connection: version, identity, limits. JSON. */
    HELLO(0x01),
    /** Peer to router: the whole state of a gateway or cell. JSON. */
    REGISTER(0x02),
    /** Router to peer: the session, and the verdict on each deployment. JSON. */
    WELCOME(0x03),
    /** Router to peer: a registration, batch or lane was refused, or the session has ended. JSON. */
    REJECT(0x04),
    /** Both ways: alive; from a cell also its load. */
    HEARTBEAT(0x05),
    /** Both ways: a peer requests nothing new; the router requests that the peer finishes and leaves. */
    DRAIN(0x06),
    /** Both ways: the sender leaves now, with nothing outstanding. */
    GOODBYE(0x07),
    /** Peer to router, after REGISTER: one page of routes. JSON. */
    ROUTES(0x08),
    /** Peer to router: another connection of a session. JSON. */
    JOIN(0x09),
    /** Router to peer, where a key is set: the router's proof of the key, and its demand for the peer's. */
    CHALLENGE(0x0a),
    /** Peer to router: the peer's proof of the key. */
    PROVE(0x0b),
    /** Gateway to router: a request for a page of the routes. JSON. */
    DESCRIBE(0x0c),
    /** Router to gateway, after DESCRIBE: a page of the routes. JSON. */
    DESCRIPTION(0x0d),
    /** Router to cell: another log level for a deployment. JSON. */
    LOG_LEVEL(0x0e),
    /** Gateway to router, router to cell: an HTTP request. */
    REQUEST(0x10),
    /** Cell to router, router to gateway: the final answer to a request. */
    REPLY(0x11),
    /** Gateway to router, router to cell: the answer is no longer needed. */
    CANCEL(0x12),
    /** Cell to router, router to gateway: the sender has not started the request and will not. */
    REFUSE(0x13),
    /** Router to gateway: the deadline of a request, if it is sooner than the gateway knows. */
    DEADLINE(0x14),
    /** Both ways: a piece of a body that flows. */
    DATA(0x20),
    /** Both ways: a permission to send DATA. */
    CREDIT(0x21),
    /** Both ways: a body has broken off, or is not wanted any further. */
    RESET(0x22);

    private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[256];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Returns the type of a code from 0 to 255, or null if this version does not know it. */
    public static @Nullable MessageType of(int code) {
        return BY_CODE[code];
    }
}
