package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.rules.LocalReply;

/**
 * Reads bodies with the gateway's own reader in the Undertow that the gateway is compared with, so that neither reads
 * faster. It is in this package because the reader is package-private. I/O threads only.
 */
public final class PeerBody {
    private static final int MAX_BYTES = 1 << 20;
    private static final long MAX_CHUNK_BYTES = 16L << 20;

    private final ByteBudget budget = new ByteBudget(256L << 20);
    private final GatewayCounters counters = new GatewayCounters();
    private final ThreadLocal<ChunkPool> chunks = ThreadLocal.withInitial(() -> new ChunkPool(MAX_CHUNK_BYTES));

    /** Reads a whole body; a body that is refused or fails ends the exchange. */
    public void read(HttpServerExchange http, Consumer<Bytes> onBody) {
        new BodyReader(MAX_BYTES, false, budget, chunks.get(), counters, () -> null, new BodyReader.Listener() {
                    @Override
                    public void onFirstPiece(Bytes piece, int charged) {
                        throw new IllegalStateException("a first piece of a body that does not flow");
                    }

                    @Override
                    public void onProgress() {
                        // The bench's clients send without a pause.
                    }

                    @Override
                    public void onBody(Bytes body, int charged) {
                        budget.giveBack(charged);
                        onBody.accept(body);
                        body.release();
                    }

                    @Override
                    public void onRefused(LocalReply answer) {
                        http.setStatusCode(413).endExchange();
                    }

                    @Override
                    public void onFailed() {
                        http.endExchange();
                    }
                })
                .start(http.getRequestChannel(), http.getRequestContentLength());
    }
}
