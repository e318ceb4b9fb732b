package org.cellnest.transport;

import static org.cellnest.transport.TransportSettings.atLeast;

import java.util.List;

/**
 * How a {@link RouterSocket} is opened.
 *
 * @param endpoints where to bind, as {@link Endpoint} says; one or more
 * @param maxMessageBytes a peer that announces a larger frame is disconnected
 * @param sendHighWaterMark frames that may wait for a connection before {@link SendResult#FULL}
 * @param receiveHighWaterMark frames of a connection that may wait for us before its reading stops
 * @param handshakeTimeoutMs time for a new connection to send its ZMTP greeting; 0: the first frame's time bounds that
 *     too, at less cost under a flood of connections (JeroMQ keeps and sorts a timer for each)
 * @param firstFrameTimeoutMs time for a new connection to shake hands and send its first frame; up to a quarter more
 *     may be given
 * @param maxConnections connections that may be open, those in their handshake included; more are closed at once. Each
 *     can make us set aside {@code maxMessageBytes} by announcing a frame, so the heap should hold the product
 * @param backlog connections the operating system may hold before they are accepted
 */
public record RouterSocketSettings(
        List<String> endpoints,
        int maxMessageBytes,
        int sendHighWaterMark,
        int receiveHighWaterMark,
        int handshakeTimeoutMs,
        int firstFrameTimeoutMs,
        int maxConnections,
        int backlog) {

    public RouterSocketSettings {
        endpoints = List.copyOf(endpoints);
        atLeast("endpoints", endpoints.size(), 1);
        atLeast("maxMessageBytes", maxMessageBytes, 1);
        atLeast("sendHighWaterMark", sendHighWaterMark, 1);
        atLeast("receiveHighWaterMark", receiveHighWaterMark, 1);
        atLeast("handshakeTimeoutMs", handshakeTimeoutMs, 0);
        atLeast("firstFrameTimeoutMs", firstFrameTimeoutMs, 1);
        atLeast("maxConnections", maxConnections, 1);
        atLeast("backlog", backlog, 1);
    }

    /** 1 MiB frames, 16 waiting each way, 10 s to say something, 1024 connections, 128 more to be accepted. */
    public static RouterSocketSettings on(String... endpoints) {
        return new RouterSocketSettings(List.of(endpoints), 1 << 20, 16, 16, 0, 10_000, 1_024, 128);
    }

    public RouterSocketSettings withMaxMessageBytes(int maxMessageBytes) {
        return new RouterSocketSettings(
                endpoints,
                maxMessageBytes,
                sendHighWaterMark,
                receiveHighWaterMark,
                handshakeTimeoutMs,
                firstFrameTimeoutMs,
                maxConnections,
                backlog);
    }

    public RouterSocketSettings withSendHighWaterMark(int sendHighWaterMark) {
        return new RouterSocketSettings(
                endpoints,
                maxMessageBytes,
                sendHighWaterMark,
                receiveHighWaterMark,
                handshakeTimeoutMs,
                firstFrameTimeoutMs,
                maxConnections,
                backlog);
    }

    public RouterSocketSettings withHandshakeTimeoutMs(int handshakeTimeoutMs) {
        return new RouterSocketSettings(
                endpoints,
                maxMessageBytes,
                sendHighWaterMark,
                receiveHighWaterMark,
                handshakeTimeoutMs,
                firstFrameTimeoutMs,
                maxConnections,
                backlog);
    }

    public RouterSocketSettings withFirstFrameTimeoutMs(int firstFrameTimeoutMs) {
        return new RouterSocketSettings(
                endpoints,
                maxMessageBytes,
                sendHighWaterMark,
                receiveHighWaterMark,
                handshakeTimeoutMs,
                firstFrameTimeoutMs,
                maxConnections,
                backlog);
    }

    public RouterSocketSettings withMaxConnections(int maxConnections) {
        return new RouterSocketSettings(
                endpoints,
                maxMessageBytes,
                sendHighWaterMark,
                receiveHighWaterMark,
                handshakeTimeoutMs,
                firstFrameTimeoutMs,
                maxConnections,
                backlog);
    }
}
