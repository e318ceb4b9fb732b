package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.cellnest.transport.Inbound.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakerTest {

    private final TransportFixture nest = new TransportFixture();
    private final RouterSocket router = nest.router();

    @AfterEach
    void close() {
        nest.close();
    }

    @Test
    void endsAWaitFromAnotherThread() throws Exception {
        Thread other = new Thread(router.waker()::wake);
        long startNs = System.nanoTime();
        other.start();
        assertTrue(router.receive(nest.inbound, 60_000));
        assertSame(Kind.WAKE_UP, nest.inbound.kind());
        assertTrue(System.nanoTime() - startNs < 10_000_000_000L);
        other.join();
    }

    @Test
    void isHeardAlsoWhenItCameBeforeTheWait() {
        router.waker().wake();
        assertTrue(router.receive(nest.inbound, 0));
        assertSame(Kind.WAKE_UP, nest.inbound.kind());
    }

    @Test
    void coalescesWakesUntilTheOwnerHasNoticed() {
        for (int i = 0; i < 100_000; i++) {
            router.waker().wake();
        }
        assertTrue(router.receive(nest.inbound, 0));
        assertFalse(router.receive(nest.inbound, 0));
        router.waker().wake();
        assertTrue(router.receive(nest.inbound, 0));
    }

    @Test
    void losesNoItemThatManyThreadsLeave() throws Exception {
        int threads = 4;
        int each = 20_000;
        Mailbox<Integer> mailbox = new Mailbox<>(64, router.waker()::wake);
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread producer = new Thread(() -> {
                for (int item = 0; item < each; ) {
                    if (mailbox.offer(item)) {
                        item++;
                    } else {
                        LockSupport.parkNanos(1_000);
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        int[] count = {0};
        long startNs = System.nanoTime();
        while (count[0] < threads * each && System.nanoTime() - startNs < 60_000_000_000L) {
            // an item left without a wake-up would make this wait its full length
            long waitNs = System.nanoTime();
            router.receive(nest.inbound, 10_000);
            assertTrue(System.nanoTime() - waitNs < 9_000_000_000L, "not woken");
            while (mailbox.drain(item -> count[0]++, 1_000) > 0) {
                // as many as there are
            }
        }
        assertEquals(threads * each, count[0]);
        for (Thread producer : producers) {
            producer.join();
        }
    }

    @Test
    void doesNothingAfterTheSocketWasClosed() throws Exception {
        RouterSocket other = nest.router();
        Waker waker = other.waker();
        nest.close(other);
        RouterSocket successor = nest.router();
        waker.wake();
        assertFalse(successor.receive(nest.inbound, 50));
    }

    @Test
    void doesNotDisturbFrames() {
        Link link = nest.upLink(router);
        int connection = nest.introduce(router, link);
        for (int i = 0; i < 1_000; i++) {
            router.waker().wake();
            link.waker().wake();
            assertTrue(link.send(bytes("ping")));
            assertEquals("ping", text(nest.nextFrame(router)));
            assertSame(SendResult.SENT, router.send(connection, bytes("pong")));
            assertEquals("pong", text(nest.nextFrame(link)));
        }
    }

    @Test
    void endsTheWaitOfALink() throws Exception {
        Link link = nest.upLink(router);
        Thread other = new Thread(link.waker()::wake);
        other.start();
        assertSame(LinkEvent.WAKE_UP, link.receive(60_000));
        other.join();
    }

    @Test
    void endsTheWaitOfALinkThatIsNotConnected() throws Exception {
        String nobody = TransportFixture.endpoint(router);
        nest.close(router);
        Link link = nest.link(nobody);
        Thread other = new Thread(link.waker()::wake);
        other.start();
        assertSame(LinkEvent.WAKE_UP, link.receive(60_000));
        other.join();
        nest.close(link);
        link.waker().wake();
    }

    @Test
    void comesBeforeFramesThatWait() {
        Link link = nest.upLink(router);
        int connection = nest.introduce(router, link);
        assertTrue(link.send(bytes("one")));
        assertTrue(link.send(bytes("two")));
        assertEquals("one", text(nest.nextFrame(router)));
        router.waker().wake();
        assertTrue(router.receive(nest.inbound, 0));
        assertSame(Kind.WAKE_UP, nest.inbound.kind());
        assertEquals("two", text(nest.nextFrame(router)));
        assertEquals(connection, nest.inbound.connection());
    }
}
