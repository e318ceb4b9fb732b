package org.cellnest.transport;

import static org.cellnest.transport.Require.atLeast;

import java.util.List;

/**
 * The settings of a {@link RouterSocket}.
 *
 * @param endpoints the endpoints to bind to, see {@link Endpoint}; one or more
 * @param maxMessageBytes the maximum size of a frame; a peer that announces a larger one is disconnected
 * @param sendHighWaterMark frames that may wait for a connection before {@link SendResult#FULL}; fewer if they have
 *     {@link Engine#ENOUGH_BYTES} together
 * @param firstFrameTimeoutMs time for a new connection to complete its handshake and send its first frame
 * @param maxConnections connections that may be open, those in their handshake included; more are closed at once.
 *     The heap should hold the product with {@code maxMessageBytes}, of which each can send all but the last byte
 * @param backlog connections the operating system may hold before they are accepted
 */
public record RouterSocketSettings(
        List<String> endpoints,
        int maxMessageBytes,
        int sendHighWaterMark,
        int firstFrameTimeoutMs,
        int maxConnections,
        int backlog) {

    public RouterSocketSettings {
        endpoints = List.copyOf(endpoints);
        atLeast("endpoints", endpoints.size(), 1);
        atLeast("maxMessageBytes", maxMessageBytes, 1);
        atLeast("sendHighWaterMark", sendHighWaterMark, 1);
        atLeast("firstFrameTimeoutMs", firstFrameTimeoutMs, 1);
        atLeast("maxConnections", maxConnections, 1);
        atLeast("backlog", backlog, 1);
    }

    /**
     * Returns the defaults: 1 MiB frames, 16 waiting to go out, 10 s for the first frame, 1024 connections, 128 more to
     * be accepted.
     */
    public static RouterSocketSettings on(String... endpoints) {
        return new RouterSocketSettings(List.of(endpoints), 1 << 20, 16, 10_000, 1_024, 128);
    }

    public RouterSocketSettings withMaxMessageBytes(int maxMessageBytes) {
        return new RouterSocketSettings(
                endpoints, maxMessageBytes, sendHighWaterMark, firstFrameTimeoutMs, maxConnections, backlog);
    }

    public RouterSocketSettings withSendHighWaterMark(int sendHighWaterMark) {
        return new RouterSocketSettings(
                endpoints, maxMessageBytes, sendHighWaterMark, firstFrameTimeoutMs, maxConnections, backlog);
    }

    public RouterSocketSettings withFirstFrameTimeoutMs(int firstFrameTimeoutMs) {
        return new RouterSocketSettings(
                endpoints, maxMessageBytes, sendHighWaterMark, firstFrameTimeoutMs, maxConnections, backlog);
    }

    public RouterSocketSettings withMaxConnections(int maxConnections) {
        return new RouterSocketSettings(
                endpoints, maxMessageBytes, sendHighWaterMark, firstFrameTimeoutMs, maxConnections, backlog);
    }
}
