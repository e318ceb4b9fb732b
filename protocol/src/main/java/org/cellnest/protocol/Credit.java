package org.cellnest.protocol;

/**
 * A permission to send DATA, by the receiver of a direction. Limits are absolute, so that one that is repeated, merged or
 * withheld loses nothing (as MAX_STREAM_DATA of QUIC, RFC 9000 section 4.1).
 *
 * @param exchange the request's id on this hop
 * @param limit DATA may be sent while its offset and its record's length together are at most this; at least 0
 */
public record Credit(long exchange, long limit) implements Message {
    @Override
    public MessageType type() {
        return MessageType.CREDIT;
    }
}
