package org.cellnest.protocol;

/**
 * The router's greeting on every connection.
 *
 * @param protocol the protocol's version, {@value WireRecord#VERSION}
 * @param router the router's id, for people
 * @param incarnation random, another one after each start of the router
 * @param heartbeatMs the period in which each side sends a HEARTBEAT, in milliseconds
 * @param deadAfterMissed the number of silent heartbeat periods after which a peer counts as gone
 * @param keyRequired whether REGISTER and JOIN are answered by a CHALLENGE
 * @param limits the limits of the router
 */
public record Hello(
        int protocol,
        String router,
        String incarnation,
        int heartbeatMs,
        int deadAfterMissed,
        boolean keyRequired,
        Limits limits)
        implements Message {
    @Override
    public MessageType type() {
        return MessageType.HELLO;
    }
}
