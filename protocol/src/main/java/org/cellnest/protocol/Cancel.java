package org.cellnest.protocol;

/**
 * A notice that the answer is no longer needed. The work may be interrupted; the final REPLY is due all the same.
 *
 * @param exchange the request's id on this hop
 * @param reason why the request is cancelled
 */
public record Cancel(long exchange, Reason reason) implements Message {
    /** The reason why a request is cancelled. */
    public enum Reason {
        UNKNOWN(0),
        /** The gateway or client has gone. */
        ASKER_GONE(1),
        /** The deadline has passed. */
        DEADLINE(2);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Reason of(int code) {
            return switch (code) {
                case 1 -> ASKER_GONE;
                case 2 -> DEADLINE;
                default -> UNKNOWN;
            };
        }
    }

    @Override
    public MessageType type() {
        return MessageType.CANCEL;
    }
}
