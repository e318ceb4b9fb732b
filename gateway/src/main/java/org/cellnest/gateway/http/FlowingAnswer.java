package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import org.cellnest.buffer.Bytes;
import org.cellnest.gateway.dispatch.BodyFlow;
import org.cellnest.gateway.link.GatewayLoop;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * Connects the body of an answer that flows with the credit of its cell: the credit is renewed as the client takes the
 * body. Owned by the I/O thread.
 */
final class FlowingAnswer implements BodyWriter.Listener {
    /** The answer that the body belongs to. */
    interface Owner {
        /** Reports that the client took the bytes that came with the head. */
        void onFirstTaken();

        /** Reports that the client does not take what is there. */
        void onSlow();

        /** Reports that the client has taken all that was there. */
        void onTakenAll();

        /**
         * Reports that the whole answer is written.
         *
         * @param reading the request's channel, where it was taken
         */
        void onWritten(@Nullable StreamSourceChannel reading);
    }

    private final GatewayLoop loop;
    private final BodyFlow books;
    private final BodyWriter writer;
    private final Owner owner;
    private @Nullable StreamSourceChannel reading;

    /** @param announced the length of the whole body; -1: it is not known */
    FlowingAnswer(HttpServerExchange http, GatewayLoop loop, BodyFlow books, long announced, Owner owner) {
        this.loop = loop;
        this.books = books;
        this.owner = owner;
        writer = new BodyWriter(http, announced, this);
    }

    /** Writes the head and the first piece, which is borrowed. */
    void begin(Bytes first) {
        writer.begin(first);
    }

    /**
     * Writes more.
     *
     * @param requestChannel the request's channel, where it was taken
     */
    void write(Bytes bytes, int recordBytes, boolean ends, @Nullable StreamSourceChannel requestChannel) {
        reading = requestChannel;
        writer.write(bytes, recordBytes, ends);
    }

    /** Writes nothing more, since the exchange is over. */
    void stop() {
        writer.stop();
    }

    void breakOff() {
        writer.breakOff();
    }

    @Override
    public void onTaken(int recordBytes) {
        if (recordBytes == 0) {
            owner.onFirstTaken();
        } else {
            loop.upstreamDispatcher().flows().onTaken(books, recordBytes, loop.nowNs());
            loop.flushLater();
        }
    }

    @Override
    public void onSlow() {
        owner.onSlow();
    }

    @Override
    public void onTakenAll() {
        owner.onTakenAll();
    }

    @Override
    public void onWritten() {
        owner.onWritten(reading);
    }
}
