package org.cellnest.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.SocketBase;

/** Sockets of JeroMQ with I/O threads of their own, whose connections all come up thanks to {@link ConnectingFirst}. */
final class JeroMqSockets implements AutoCloseable {
    private final Context context = new Context();
    private final List<ZMQ.Socket> sockets = new ArrayList<>();

    /** JeroMQ's context with such selectors. */
    static final class Context extends Ctx {
        @Override
        public Selector createSelector() {
            try {
                return new ConnectingFirst();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean closeSelector(Selector selector) {
            try {
                selector.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        }
    }

    private static final class Socket extends ZMQ.Socket {
        private Socket(SocketBase base) {
            super(base);
        }
    }

    /** Creates a socket that drops what it has not sent when it is closed. */
    ZMQ.Socket create(SocketType type) {
        ZMQ.Socket socket = new Socket(context.createSocket(type.type()));
        sockets.add(socket);
        socket.setLinger(0);
        return socket;
    }

    /** Closes the sockets that are open, and waits for the end of the threads. */
    @Override
    public void close() {
        sockets.forEach(ZMQ.Socket::close);
        context.terminate();
    }
}
