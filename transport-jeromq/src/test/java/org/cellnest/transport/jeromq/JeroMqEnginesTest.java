package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.transport.Await;
import org.cellnest.transport.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures the cost of engines, and that nothing of an ended one is kept. */
class JeroMqEnginesTest {

    /** JeroMQ counts its own mailbox among the handles of a poller. */
    private static final int MAILBOX = 1;

    private static final int CONNECTIONS = 100_000;
    private static final long MIB = 1 << 20;
    private static final int LARGE = 1 << 20;

    private final JeroMqTransport transport = JeroMqTransport.plain();
    private final JeroMqEngines dealers = (JeroMqEngines) transport.engines();
    private final JeroMqEngines routers = (JeroMqEngines) transport.engines();

    private long nowNs;

    @AfterEach
    void close() {
        dealers.close();
        routers.close();
        transport.close();
    }

    private EnginePair pair() {
        return new EnginePair(dealers, routers);
    }

    @Test
    void exchangeFramesOfAllSizes() {
        try (EnginePair pair = pair().settle()) {
            assertTrue(pair.dealer.isEstablished());
            assertTrue(pair.router.isEstablished());
            Random random = new Random(1);
            for (int size : new int[] {0, 1, 255, 256, 8_183, 8_192, 65_535, 65_536, 65_537, 300_000, 1 << 20}) {
                byte[] frame = new byte[size];
                random.nextBytes(frame);
                pair.dealer.frame(Slice.of(frame));
                pair.router.frame(new Slice(frame, 0, size / 2), new Slice(frame, size / 2, size - size / 2));
                pair.settle();
                assertArrayEquals(frame, pair.atRouter.remove(0), size + " bytes to the router");
                assertArrayEquals(frame, pair.atDealer.remove(0), size + " bytes to the dealer");
            }
            assertFalse(pair.dealer.hasUnsent());
            assertFalse(pair.router.hasUnsent());
        }
    }

    /** An owner that is notified of complete sending does not flush again. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 200_000, 270_000, 300_000})
    void sayThatAllIsSentOnlyWhenItIs(int atATime) throws IOException {
        try (EnginePair pair = pair().settle()) {
            ByteBuffer taken = ByteBuffer.allocate(4 << 20);
            pair.toRouter.divert(atATime, taken);
            int frames = 3;
            for (int i = 0; i < frames; i++) {
                pair.dealer.frame(Slice.of(new byte[LARGE]));
            }
            int flushes = 0;
            while (!pair.dealer.flush()) {
                assertTrue(pair.dealer.hasUnsent());
                assertTrue(++flushes < 10_000);
            }
            assertFalse(pair.dealer.hasUnsent());
            assertEquals(frames * (9 + LARGE), taken.position());
        }
    }

    @Test
    void keepNothingOfAHundredThousandConnections() {
        churn(20_000);
        forget();
        long heapBefore = heapBytes();
        long highest = 0;
        for (int i = 0; i < CONNECTIONS / 10_000; i++) {
            churn(10_000);
            highest = Math.max(highest, directBytes());
        }
        // What a buffer is freed by takes several collections; twenty bytes for a connection would be more than this.
        Await.until("nothing of them is kept", () -> {
            forget();
            return heapBytes() - heapBefore < 2 * MIB;
        });
        long most = highest;
        assertTrue(most < 512 * MIB, () -> most + " bytes of direct memory at a time");
    }

    private void forget() {
        nowNs += TimeUnit.SECONDS.toNanos(1);
        routers.tend(nowNs);
        dealers.tend(nowNs);
        System.gc();
    }

    private void churn(int connections) {
        for (int i = 0; i < connections; i++) {
            try (EnginePair pair = pair().settle()) {
                assertTrue(pair.router.isEstablished());
            }
            // The clock stands still, so that only their number has them forgotten.
            routers.tend(nowNs);
            dealers.tend(nowNs);
            assertTrue(routers.loop().load() <= MAILBOX, "the poller counts an ended engine");
        }
    }

    @Test
    void areForgottenWithinASecondHoweverFewTheyAre() {
        routers.tend(nowNs);
        pair().settle().close();
        assertEquals(1, routers.endedSinceTurn());
        routers.tend(nowNs + TimeUnit.SECONDS.toNanos(1) - 1);
        assertEquals(1, routers.endedSinceTurn());
        routers.tend(nowNs + TimeUnit.SECONDS.toNanos(1));
        assertEquals(0, routers.endedSinceTurn());
    }

    @Test
    void costAStrangerThatGreetsNoMoreThanJeroMqsTwoSmallestBuffers() {
        // The chunk that all read into.
        routers.chunks().beginRead();
        long before = directBytes();
        int strangers = 100;
        EnginePair.Pipe[] in = new EnginePair.Pipe[strangers];
        for (int i = 0; i < strangers; i++) {
            in[i] = new EnginePair.Pipe();
            var engine = routers.engine(new Role.Router(0), in[i], new EnginePair.Pipe(), 1 << 20, 16);
            in[i].write(ByteBuffer.wrap(Greetings.of("NULL")));
            engine.read();
            while (engine.next() != null) {
                throw new AssertionError("a greeting is no frame");
            }
        }
        long each = (directBytes() - before) / strangers;
        assertTrue(each <= 2 * 8_192, () -> each + " bytes of direct memory for a stranger");
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
