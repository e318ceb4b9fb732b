package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Binds the endpoints of a {@link RouterSocket} and accepts connections at them. Pauses for a while if the system could
 * not accept a connection. The key of each endpoint has its number as attachment. Belongs to the socket's owner.
 */
final class Listeners {

    /** Receives a connection that came to an endpoint. */
    interface Sink {
        void onAccepted(SocketChannel channel, int number);
    }

    /** The maximum number of connections accepted in one turn, before existing connections have theirs. */
    private static final int MAX_ACCEPTS = 64;
    /** The pause after the system could not accept a connection. */
    private static final int PAUSE_MS = 100;

    private final ChannelSelector selector;
    private final int backlog;
    private final ConnectionCounters counters;
    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private final List<String> bound = new ArrayList<>();

    private boolean paused;
    private long resumeNs;

    Listeners(ChannelSelector selector, int backlog, ConnectionCounters counters) {
        this.selector = selector;
        this.backlog = backlog;
        this.counters = counters;
    }

    /** Binds an endpoint; a {@link TransportException} names the endpoint and the reason if that is not possible. */
    void bind(Endpoint endpoint) {
        try {
            // An IPv4 endpoint is not reached by IPv6.
            ServerSocketChannel channel = ServerSocketChannel.open(
                    endpoint.isIpv6Literal() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            int number = channels.size();
            channels.add(channel);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address(endpoint), backlog);
            selector.register(channel, SelectionKey.OP_ACCEPT, number);
            InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
            bound.add(new Endpoint(endpoint.host().equals("*") ? "0.0.0.0" : endpoint.host(), local.getPort())
                    .toString());
        } catch (UnresolvedAddressException e) {
            throw new TransportException(endpoint + ": unknown host");
        } catch (UnsupportedAddressTypeException e) {
            throw new TransportException(
                    endpoint + ": no IPv4 address (expected: one, or an IPv6 address in brackets)");
        } catch (IOException | RuntimeException e) {
            throw new TransportException(endpoint + ": " + e.getMessage());
        }
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return endpoint.host().equals("*")
                ? new InetSocketAddress("0.0.0.0", endpoint.port())
                : new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    /** Returns the endpoints in the order in which they were bound, with their real ports. */
    List<String> endpoints() {
        return List.copyOf(bound);
    }

    /** Accepts connections that wait at an endpoint, up to the limit of one turn. */
    void accept(ServerSocketChannel listener, int number, long nowNs, Sink sink) {
        try {
            for (int i = 0; i < MAX_ACCEPTS; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                sink.onAccepted(channel, number);
            }
        } catch (IOException e) {
            // No file descriptor is free, as a rule.
            counters.onFailedAccept();
            pause(nowNs);
        }
    }

    /** Pauses accepting: an immediate further attempt would fail too. */
    private void pause(long nowNs) {
        paused = true;
        resumeNs = nowNs + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
        interest(0);
    }

    boolean isPaused() {
        return paused;
    }

    /**
     * Resumes accepting if the pause is over; returns the remaining nanoseconds of the pause, or the largest number.
     */
    long resumeWhereDue(long nowNs) {
        if (!paused) {
            return Long.MAX_VALUE;
        }
        long leftNs = resumeNs - nowNs;
        if (leftNs > 0) {
            return leftNs;
        }
        paused = false;
        interest(SelectionKey.OP_ACCEPT);
        return Long.MAX_VALUE;
    }

    private void interest(int operations) {
        for (ServerSocketChannel channel : channels) {
            SelectionKey key = selector.keyOf(channel);
            if (key != null) {
                key.interestOps(operations);
            }
        }
    }

    void close() {
        channels.forEach(Channels::close);
    }
}
