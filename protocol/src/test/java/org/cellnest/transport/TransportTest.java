package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportTest {

    private static final RouterSocketSettings ANYWHERE = RouterSocketSettings.on("tcp://127.0.0.1:0");

    @Test
    void closesWithoutEverHavingHadASocket() {
        Transport transport = Transport.open();
        transport.close();
        transport.close();
        TransportException e =
                assertThrows(TransportException.class, () -> RouterSocket.open(transport, ANYWHERE, HELLO));
        assertEquals("router socket [tcp://127.0.0.1:0]: the transport is closed", e.getMessage());
    }

    @Test
    void givesUpClosingInBoundedTimeWhereASocketIsLeftOpen() {
        Transport transport = Transport.open(TransportSettings.defaults().withCloseTimeoutMs(100));
        RouterSocket left = RouterSocket.open(transport, ANYWHERE, HELLO);
        Link link = Link.open(transport, left.boundEndpoints().get(0), LinkSettings.defaults());
        long startNs = System.nanoTime();
        transport.close();
        assertTrue(System.nanoTime() - startNs < 5_000_000_000L);
        assertThrows(TransportException.class, () -> left.receive(new Inbound(), 0));
        assertSame(LinkEvent.LOST, link.receive(0));
        assertSame(SendResult.GONE, left.send(1, HELLO));
        left.close();
        link.close();
        Await.until("its threads have ended", TransportTest::noThreadIsLeft);
    }

    @Test
    void endsAWaitWhenItIsClosed() throws Exception {
        Transport transport = Transport.open();
        CountDownLatch opened = new CountDownLatch(1);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread owner = new Thread(() -> {
            try (RouterSocket router = RouterSocket.open(transport, ANYWHERE, HELLO)) {
                opened.countDown();
                router.receive(new Inbound(), 60_000);
            } catch (TransportException e) {
                end.complete(e);
            }
        });
        owner.start();
        opened.await();
        transport.close();
        assertEquals(
                "router socket [tcp://127.0.0.1:0]: the transport is closed",
                end.get(10, TimeUnit.SECONDS).getMessage());
        owner.join();
    }

    @Test
    void leavesNoThreadBehind() {
        try (Transport transport = Transport.open();
                RouterSocket router = RouterSocket.open(transport, ANYWHERE, HELLO);
                Link link = Link.open(transport, router.boundEndpoints().get(0), LinkSettings.defaults())) {
            assertFalse(noThreadIsLeft());
            assertFalse(link.isUp());
        }
        Await.until("its threads have ended", TransportTest::noThreadIsLeft);
    }

    private static boolean noThreadIsLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("transport-"));
    }

    @Test
    void tellsInOneLineWhatEndedAnIoThread() {
        List<String> lines = new ArrayList<>();
        IoThreads threads = new IoThreads((thread, cause) -> lines.add(thread.getName() + " " + cause.getMessage()));
        Thread thread = threads.create(() -> {}, "iothread-2");
        assertTrue(thread.isDaemon());
        thread.getUncaughtExceptionHandler().uncaughtException(thread, new OutOfMemoryError("Java heap space"));
        assertEquals(List.of("transport-iothread-2 Java heap space"), lines);
    }

    @Test
    void saysThatTooManySocketsAreOpen() {
        TransportSettings two = new TransportSettings(1, 2, 5_000, Transport.END_PROCESS);
        try (Transport transport = Transport.open(two);
                RouterSocket first = RouterSocket.open(transport, ANYWHERE, HELLO);
                RouterSocket second = RouterSocket.open(transport, ANYWHERE, HELLO)) {
            TransportException e =
                    assertThrows(TransportException.class, () -> RouterSocket.open(transport, ANYWHERE, HELLO));
            assertEquals("router socket [tcp://127.0.0.1:0]: too many sockets are open (2)", e.getMessage());
            assertFalse(first.boundEndpoints().equals(second.boundEndpoints()));
        }
    }

    @Test
    void checksItsSettings() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new TransportSettings(0, 1, 1, Transport.END_PROCESS));
        assertEquals("ioThreads: 0 (expected: 1 or more)", e.getMessage());
        assertThrows(IllegalArgumentException.class, RouterSocketSettings::on);
        assertThrows(IllegalArgumentException.class, () -> new LinkSettings(1, 1, 1, 1, 100, 99));
    }
}
