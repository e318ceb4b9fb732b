package org.cellnest.bench.peer;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cellnest.bench.cell.BulkCell;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/** Sends a body of some length, as fast as the client takes it, from one block. I/O thread of its connection only. */
final class Download implements ChannelListener<StreamSinkChannel> {
    /** Then other connections of the I/O thread have their turn. */
    private static final int PIECES_IN_A_TURN = 8;

    private static final ByteBuffer PIECE = ByteBuffer.allocateDirect(BulkCell.PIECE_BYTES);

    private final HttpServerExchange http;
    private final ByteBuffer piece = PIECE.duplicate();
    private long left;

    private Download(HttpServerExchange http, long bytes) {
        this.http = http;
        this.left = bytes;
    }

    /** Begins an answer with this many bytes. */
    static void start(HttpServerExchange http, long bytes) {
        http.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
        http.setResponseContentLength(bytes);
        StreamSinkChannel channel = http.getResponseChannel();
        channel.getWriteSetter().set(new Download(http, bytes));
        channel.resumeWrites();
    }

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        try {
            for (int i = 0; i < PIECES_IN_A_TURN && left > 0; i++) {
                piece.clear().limit((int) Math.min(BulkCell.PIECE_BYTES, left));
                int count = channel.write(piece);
                left -= count;
                if (count == 0) {
                    return; // resumed, so that the next call comes when the client takes more
                }
            }
        } catch (IOException e) {
            left = 0; // the client is gone, and the exchange ends without the rest
        }
        if (left == 0) {
            channel.suspendWrites();
            http.endExchange();
        }
    }
}
