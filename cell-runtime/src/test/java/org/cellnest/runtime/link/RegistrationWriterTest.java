package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.session.Identity;
import org.junit.jupiter.api.Test;

class RegistrationWriterTest {
    private static final Identity IDENTITY =
            new Identity(PeerKind.CELL, "c1", "i1", 7, Map.of("zone", "a"), null, false);

    private static Announcement announcement(int routes) {
        List<RouteInfo> infos = new ArrayList<>();
        for (int i = 1; i <= routes; i++) {
            infos.add(
                    new RouteInfo("demo", i, "/api/" + i, List.of("GET"), 0, null, false, "x".repeat(200), List.of()));
        }
        return new Announcement(3, List.of(new DeploymentInfo("demo", "1", "", Map.of())), infos);
    }

    @Test
    void putsRoutesOnPagesThatFit() throws Exception {
        List<byte[]> frames = RegistrationWriter.frames(IDENTITY, announcement(5_000), 10, 0, 7, Limits.DEFAULT, null);
        Register register = (Register)
                MessageCodec.decode(Batch.parse(frames.get(0), Limits.DEFAULT).get(0));
        assertEquals(3, register.revision());
        assertEquals(10, register.concurrency());
        assertEquals(7, register.weight());
        assertEquals(frames.size() - 1, register.routesPages());
        assertTrue(register.routesPages() > 1);
        int number = 0;
        for (int page = 1; page < frames.size(); page++) {
            byte[] frame = frames.get(page);
            assertTrue(frame.length <= Limits.DEFAULT.maxRoutesPageBytes());
            Routes routes = (Routes)
                    MessageCodec.decode(Batch.parse(frame, Limits.DEFAULT).get(0));
            assertEquals(page, routes.page());
            assertEquals(3, routes.revision());
            for (RouteInfo route : routes.routes()) {
                assertEquals(++number, route.number());
            }
        }
        assertEquals(5_000, number);
    }

    @Test
    void hasNoPagesWithoutRoutes() throws Exception {
        List<byte[]> frames = RegistrationWriter.frames(IDENTITY, announcement(0), 10, 0, 7, Limits.DEFAULT, null);
        assertEquals(1, frames.size());
    }

    @Test
    void saysHowManyRoutesAreTooMany() {
        Limits narrow = new Limits(1 << 20, 64, 256 << 10, 2_000, 2, 64 << 10);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> RegistrationWriter.frames(IDENTITY, announcement(100), 10, 0, 7, narrow, null));
        assertTrue(String.valueOf(e.getMessage()).startsWith("100 routes on "), e.getMessage());
    }

    @Test
    void leavesOutSchemasBeforeRoutes() throws Exception {
        List<RouteInfo> infos = new ArrayList<>();
        String schema = "x".repeat(RouteInfo.MAX_SCHEMA);
        int fitting = RegistrationWriter.MAX_SCHEMAS / RouteInfo.MAX_SCHEMA;
        for (int i = 1; i <= fitting + 2; i++) {
            infos.add(new RouteInfo(
                    "demo", i, "/" + i, List.of("GET"), 0, null, false, "", List.of(), "text/plain", null, schema));
        }
        List<RouteInfo> sent = sent(new Announcement(1, List.of(), infos));
        assertEquals(infos.subList(0, fitting), sent.subList(0, fitting));
        assertEquals(infos.get(fitting).with(List.of(), null, null), sent.get(fitting));
        assertEquals(fitting + 2, sent.size());
    }

    @Test
    void leavesOutWhatARouteSaysThatFillsMoreThanAPage() throws Exception {
        RouteInfo lengthy = new RouteInfo(
                "demo",
                1,
                "/a",
                List.of("GET"),
                0,
                null,
                false,
                "",
                Collections.nCopies(64, Map.of("name", "\u0001".repeat(1024))));
        List<RouteInfo> sent = sent(new Announcement(1, List.of(), List.of(lengthy)));
        assertEquals(List.of(lengthy.with(List.of(), null, null)), sent);
    }

    private static List<RouteInfo> sent(Announcement announcement) throws Exception {
        List<RouteInfo> sent = new ArrayList<>();
        List<byte[]> frames = RegistrationWriter.frames(IDENTITY, announcement, 10, 0, 7, Limits.DEFAULT, null);
        for (byte[] frame : frames.subList(1, frames.size())) {
            assertTrue(frame.length <= Limits.DEFAULT.maxRoutesPageBytes());
            sent.addAll(((Routes) MessageCodec.decode(
                            Batch.parse(frame, Limits.DEFAULT).get(0)))
                    .routes());
        }
        return sent;
    }
}
