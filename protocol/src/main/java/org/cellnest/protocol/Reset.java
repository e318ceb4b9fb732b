package org.cellnest.protocol;

/**
 * The end of a body that is not its end: one that has broken off, or is not wanted any further.
 *
 * @param exchange the request's id on this hop
 * @param directions {@link #MINE}, {@link #YOURS} or both
 * @param code the reason
 * @param reason for people, at most {@value #MAX_REASON_BYTES} bytes of UTF-8
 */
public record Reset(long exchange, int directions, ErrorCode code, String reason) implements Message {
    /** What the sender of the RESET sends has broken off. */
    public static final int MINE = 1;
    /** The sender of the RESET takes no more. */
    public static final int YOURS = 2;
    /** The exchange is over. */
    public static final int BOTH = MINE | YOURS;

    /** The maximum length of the reason, in bytes of UTF-8. */
    public static final int MAX_REASON_BYTES = 256;

    @Override
    public MessageType type() {
        return MessageType.RESET;
    }
}
