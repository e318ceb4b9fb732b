package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The endpoints of a {@link RouterSocket}: binds them, and lets them rest for a while where the system can accept no
 * more. The key of each has its number as attachment. Belongs to the socket's owner.
 */
final class Listeners {

    /** How long nothing is accepted after the system could not. */
    private static final int PAUSE_MS = 100;

    private final Selector selector;
    private final int backlog;
    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private final List<String> bound = new ArrayList<>();

    private boolean paused;
    private long resumeNs;

    Listeners(Selector selector, int backlog) {
        this.selector = selector;
        this.backlog = backlog;
    }

    /** Binds one more; a {@link TransportException} names the endpoint and the reason where that is not possible. */
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
            channel.register(selector, SelectionKey.OP_ACCEPT, number);
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

    /** The endpoints in the order in which they were bound, with their real ports. */
    List<String> endpoints() {
        return List.copyOf(bound);
    }

    /** Accepts nothing for a while: asked again at once, the system would say the same. */
    void pause(long nowNs) {
        paused = true;
        resumeNs = nowNs + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
        interest(0);
    }

    boolean isPaused() {
        return paused;
    }

    /** Accepts again where the pause is over; returns for how many nanoseconds it goes on, or the largest number. */
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
            SelectionKey key = channel.keyFor(selector);
            if (key != null) {
                key.interestOps(operations);
            }
        }
    }

    void close() {
        channels.forEach(Channels::close);
    }
}
