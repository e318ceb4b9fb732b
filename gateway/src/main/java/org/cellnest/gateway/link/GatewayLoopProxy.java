package org.cellnest.gateway.link;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands a {@link GatewayLoop} from other threads. Any thread may call every method; commands take effect on the
 * loop's I/O thread, in order.
 */
public final class GatewayLoopProxy {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLoop.class);

    private final GatewayLoop loop;

    public GatewayLoopProxy(GatewayLoop loop) {
        this.loop = loop;
    }

    /** Starts the loop's tick; once. */
    public void start() {
        loop.execute(loop::onStart);
    }

    /** Joins a lane to a session. */
    void welcome(SessionHandle session) {
        loop.execute(() -> loop.onWelcome(session));
    }

    /** Stops new requests on a session. */
    void drain(SessionHandle session) {
        loop.execute(() -> loop.onDrain(session));
    }

    /** Closes a session's lane. */
    void over(SessionHandle session) {
        loop.execute(() -> loop.onOver(session));
    }

    /** Closes the connections and waits until that is done. Any thread but the I/O thread. */
    public void stop(long timeoutMs) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            loop.onStop();
            done.countDown();
        });
        if (!done.await(timeoutMs, TimeUnit.MILLISECONDS)) {
            LOG.warn("I/O thread {} did not stop within {} ms", loop.number(), timeoutMs);
        }
    }
}
