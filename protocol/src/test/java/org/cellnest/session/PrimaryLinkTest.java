package org.cellnest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Limits;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.NativeTransport;
import org.cellnest.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrimaryLinkTest {
    private final Transport transport = new NativeTransport();
    private long nowNs = 5;

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private PrimaryLink link(int port) {
        return new PrimaryLink("tcp://127.0.0.1:" + port, 1 << 20, transport, nowNs);
    }

    private long pausedMs(PrimaryLink link, ErrorCode end) {
        link.pauseAfter(end, nowNs);
        return TimeUnit.NANOSECONDS.toMillis(link.openAtNs() - nowNs);
    }

    @Test
    void mayOpenAtOnceAndPausesLongerAfterEachEnd() {
        PrimaryLink link = link(1);
        assertEquals(nowNs, link.openAtNs());
        assertEquals(100, pausedMs(link, ErrorCode.LANE_LOST));
        assertEquals(200, pausedMs(link, ErrorCode.SILENT));
        assertEquals(250, pausedMs(link, ErrorCode.ID_IN_USE));
        assertEquals(400, pausedMs(link, ErrorCode.LANE_LOST));
        assertEquals(800, pausedMs(link, ErrorCode.LANE_LOST));
        assertEquals(1_000, pausedMs(link, ErrorCode.LANE_LOST));
        assertEquals(1_000, pausedMs(link, ErrorCode.LANE_LOST));
        link.onLive(Limits.DEFAULT);
        assertEquals(100, pausedMs(link, ErrorCode.LANE_LOST));
        link.pause(2_000, nowNs);
        assertEquals(nowNs + TimeUnit.SECONDS.toNanos(2), link.openAtNs());
    }

    @Test
    void isHarmlessWhileItIsClosed() {
        PrimaryLink link = link(1);
        link.endWait();
        link.close();
        assertFalse(link.send(new byte[1]));
        assertEquals(LinkEvent.LOST, link.receive(0));
        assertNull(link.takeFrames(LinkEvent.LOST, frame -> {}));
        assertNull(link.address());
        assertFalse(link.isOpen());
        assertThrows(IllegalStateException.class, link::frame);
    }

    @Test
    void opensOneConnectionAtATimeWithLimitsOfItsOwn() throws Exception {
        try (ServerSocket router = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PrimaryLink link = link(router.getLocalPort());
            link.open();
            link.onLive(Limits.DEFAULT);
            assertThrows(IllegalStateException.class, link::open);
            link.close();
            link.open();
            assertTrue(link.isOpen());
            assertEquals(1 << 20, link.limits().maxMessageBytes());
            link.close();
        }
    }

    @Test
    void endsAWaitFromAnotherThread() throws Exception {
        try (ServerSocket router = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PrimaryLink link = link(router.getLocalPort());
            link.open();
            Thread other = new Thread(link::endWait);
            other.start();
            other.join();
            assertEquals(LinkEvent.WAKE_UP, link.receive(10_000));
            link.close();
        }
    }

    @Test
    void reportsAnEndThatComesOfItselfOnce() throws Exception {
        try (ServerSocket router = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PrimaryLink link = link(router.getLocalPort());
            link.open();
            router.accept().close();
            LinkEvent event = link.receive(10_000);
            assertEquals(LinkEvent.LOST, event);
            assertEquals(ConnectionEnd.CLOSED, link.takeFrames(event, frame -> {}));
            link.close();
            assertNull(link.takeFrames(event, frame -> {}));
        }
    }
}
