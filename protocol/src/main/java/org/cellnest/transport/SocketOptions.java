package org.cellnest.transport;

import zmq.SocketBase;
import zmq.ZMQ;

/** The options every socket of ours has, and why. */
final class SocketOptions {

    private static final int KEEPALIVE_IDLE_S = 60;

    private SocketOptions() {}

    /** Bounds what a peer may do and what is kept; for sockets that bind and sockets that connect. */
    static void setLimits(
            SocketBase socket,
            SafeMsgAllocator allocator,
            int maxMessageBytes,
            int sendHighWaterMark,
            int receiveHighWaterMark) {
        set(socket, ZMQ.ZMQ_MSG_ALLOCATOR, allocator);
        set(socket, ZMQ.ZMQ_MAXMSGSIZE, (long) maxMessageBytes);
        // with a domain JeroMQ refuses ZMTP 1 and 2, among which it would count an HTTP request
        set(socket, ZMQ.ZMQ_ZAP_DOMAIN, "cellnest");
        set(socket, ZMQ.ZMQ_SNDHWM, sendHighWaterMark);
        set(socket, ZMQ.ZMQ_RCVHWM, receiveHighWaterMark);
        set(socket, ZMQ.ZMQ_LINGER, 0);
        set(socket, ZMQ.ZMQ_TCP_KEEPALIVE, 1);
        set(socket, ZMQ.ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S);
    }

    static void set(SocketBase socket, int option, Object value) {
        if (!socket.setSocketOpt(option, value)) {
            throw new IllegalStateException("socket option " + option + ": " + value + " was refused");
        }
    }
}
