package org.cellnest.transport;

import static org.cellnest.transport.Require.atLeast;

/**
 * The settings of a {@link Link}.
 *
 * @param maxMessageBytes the maximum size of a frame; a router that announces a larger one is disconnected
 * @param sendHighWaterMark frames that may wait for the connection before a send is refused; fewer if they have
 *     {@link Engine#ENOUGH_BYTES} together
 * @param handshakeTimeoutMs time for the router to send its greeting once the connection is established
 * @param connectRetryMs wait before the second attempt to connect; doubled for each further one
 * @param connectRetryMaxMs the upper bound of the doubled wait
 */
public record LinkSettings(
        int maxMessageBytes, int sendHighWaterMark, int handshakeTimeoutMs, int connectRetryMs, int connectRetryMaxMs) {

    public LinkSettings {
        atLeast("maxMessageBytes", maxMessageBytes, 1);
        atLeast("sendHighWaterMark", sendHighWaterMark, 1);
        atLeast("handshakeTimeoutMs", handshakeTimeoutMs, 1);
        atLeast("connectRetryMs", connectRetryMs, 1);
        atLeast("connectRetryMaxMs", connectRetryMaxMs, connectRetryMs);
    }

    /**
     * Returns the defaults: 1 MiB frames, 16 waiting to go out, 2 s to greet, attempts to connect 100 ms to 400 ms
     * apart.
     */
    public static LinkSettings defaults() {
        return new LinkSettings(1 << 20, 16, 2_000, 100, 400);
    }

    public LinkSettings withMaxMessageBytes(int maxMessageBytes) {
        return new LinkSettings(
                maxMessageBytes, sendHighWaterMark, handshakeTimeoutMs, connectRetryMs, connectRetryMaxMs);
    }

    public LinkSettings withHandshakeTimeoutMs(int handshakeTimeoutMs) {
        return new LinkSettings(
                maxMessageBytes, sendHighWaterMark, handshakeTimeoutMs, connectRetryMs, connectRetryMaxMs);
    }
}
