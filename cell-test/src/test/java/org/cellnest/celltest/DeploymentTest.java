package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;
import org.cellnest.cell.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the deployment of a cell for a test: its inputs, its start and its end. */
class DeploymentTest {
    /** The events so far, in order; the setup has no other channel to the test. */
    private static final List<String> EVENTS = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forgetEvents() {
        EVENTS.clear();
    }

    /** A service that a test may replace. */
    public interface Stock {
        int left();
    }

    public static final class ShopSetup implements CellSetup {
        @Override
        public void setUp(CellContext context) {
            EVENTS.add("setUp");
            context.provide(Stock.class, () -> context.settings().integer("shop.max-items"));
            context.onStart(() -> EVENTS.add("start"));
            context.onClose(() -> EVENTS.add("close 1"));
            context.onClose(() -> EVENTS.add("close 2"));
        }
    }

    public static final class Shop {
        private final Stock stock;

        public Shop(Stock stock) {
            EVENTS.add("construct");
            this.stock = stock;
        }

        @Route("/stock")
        public int stock() {
            EVENTS.add("call");
            return stock.left();
        }
    }

    public static final class Told {
        private final Settings settings;

        public Told(Settings settings) {
            this.settings = settings;
        }

        @Route("/settings")
        public Map<String, Object> settings() {
            return settings.asMap();
        }

        @Route("/context")
        public List<String> context(CellContext context) {
            return List.of(context.deployment(), context.cellId());
        }

        @Route("/wait")
        public Map<String, Object> waits() {
            return Map.of("ms", settings.duration("wait").toMillis(), "list", settings.strings("list"));
        }
    }

    @Test
    void goesThroughLifeInTheOrderOfADeployment() {
        CellTest cell = CellTest.builder(Shop.class).setup(ShopSetup.class).start();
        assertEquals(3, cell.get("/stock").json(int.class));
        EVENTS.add("done");
        cell.close();
        IllegalStateException late = assertThrows(IllegalStateException.class, () -> cell.get("/stock"));
        assertMessage(late, "closed");
        cell.close();
        assertEquals(List.of("setUp", "construct", "start", "call", "done", "close 2", "close 1"), EVENTS);
    }

    @Test
    void replacesWhatTheSetupProvides() {
        try (CellTest cell = CellTest.builder(Shop.class)
                .setup(ShopSetup.class)
                .provide(Stock.class, () -> 42)
                .start()) {
            assertEquals(42, cell.get("/stock").json(Integer.class));
        }
        try (CellTest alone =
                CellTest.builder(Shop.class).provide(Stock.class, () -> 7).start()) {
            assertEquals("7", alone.get("/stock").text());
        }
    }

    @Test
    void overlaysTheDefaultsOfTheClassPath() {
        try (CellTest cell = CellTest.of(Told.class)) {
            assertEquals(
                    Map.of("shop", Map.of("name", "corner", "max-items", 3, "motto", "corner shop")),
                    cell.get("/settings").json(Map.class));
        }
        try (CellTest cell = CellTest.builder(Told.class)
                .settings("shop { name = market, max-items = 4 }")
                .settings("shop.max-items = 5, extra = [1, 2]")
                .setting("shop.max-items", 6)
                .start()) {
            assertEquals(
                    Map.of(
                            "shop",
                            Map.of("name", "market", "max-items", 6, "motto", "market shop"),
                            "extra",
                            List.of(1, 2)),
                    cell.get("/settings").json(Map.class));
        }
        try (CellTest cell = CellTest.builder(Told.class)
                .setting("wait", Duration.ofSeconds(2))
                .setting("list", List.of("a", Thread.State.NEW))
                .start()) {
            assertEquals(
                    Map.of("ms", 2000, "list", List.of("a", "NEW")),
                    cell.get("/wait").json(Map.class));
        }
    }

    @Test
    void saysWhichSettingsAreWrong() {
        CellTestBuilder unreadable = CellTest.builder(Told.class).settings("a = [");
        assertMessage(assertThrows(FailedDeploymentException.class, unreadable::start), "settings");
        CellTestBuilder unresolved = CellTest.builder(Told.class).settings("a = ${nowhere}");
        assertMessage(assertThrows(FailedDeploymentException.class, unresolved::start), "nowhere");
        CellTestBuilder badKey = CellTest.builder(Told.class).setting("a..b", 1);
        assertMessage(assertThrows(FailedDeploymentException.class, badKey::start), "settings");
    }

    @Test
    void isCalledAsTheTestSays() {
        try (CellTest cell = CellTest.of(Told.class)) {
            assertEquals(List.of("test", "test"), cell.get("/context").jsonList(String.class));
        }
        try (CellTest cell =
                CellTest.builder(Told.class).deployment("shop").cellId("cell-7").start()) {
            assertEquals(List.of("shop", "cell-7"), cell.get("/context").jsonList(String.class));
        }
        CellTestBuilder odd = CellTest.builder(Told.class).deployment("../x");
        assertMessage(assertThrows(FailedDeploymentException.class, odd::start), "../x");
    }

    public static final class Unbindable {
        @Route("/u/{id}")
        public String u(long id, Thread thread) {
            return id + thread.getName();
        }
    }

    public static final class Twice {
        @Route("/t/{a}")
        public String one(String a) {
            return a;
        }

        @Route("/t/{b}")
        public String other(String b) {
            return b;
        }
    }

    public static final class WrongDefault {
        @Route("/d")
        public String d(@Default("many") int count) {
            return "" + count;
        }
    }

    public static final class Throwing {
        public Throwing() {
            throw new IllegalStateException("no disk");
        }

        @Route("/throwing")
        public String never() {
            return "";
        }
    }

    @Test
    void failsAsADeploymentWouldAndNamesTheMethod() {
        assertMessage(failure(Twice.class), "Twice.one(String)", "Twice.other(String)", "(expected: ");
        assertMessage(failure(WrongDefault.class), "WrongDefault.d(int)", "many");
        assertMessage(failure(Unbindable.class), "Unbindable.u(long, Thread)", "(expected: ");
        assertMessage(failure(String.class), "no route");
        assertMessage(failure(Shop.class), Shop.class.getName(), Stock.class.getName(), "(expected: ");
        assertMessage(failure(Throwing.class), "Throwing", "no disk");
        assertThrows(IllegalArgumentException.class, CellTest::of);
    }

    @Test
    void takesAWholeCellAsItsJarWouldBe() {
        CellTestBuilder tests = CellTest.wholeCell(DeploymentTest.class);
        FailedDeploymentException several = assertThrows(FailedDeploymentException.class, tests::start);
        assertMessage(several, "4 classes implement CellSetup: ", ShopSetup.class.getName(), "(expected: at most one)");
        IllegalStateException own = assertThrows(IllegalStateException.class, () -> tests.setup(ShopSetup.class));
        assertMessage(own, ShopSetup.class.getName());
        assertMessage(
                assertThrows(FailedDeploymentException.class, CellTest.wholeCell(String.class)::start),
                "java.lang.String");
    }

    public static final class FailingSetup implements CellSetup {
        @Override
        public void setUp(CellContext context) {
            context.onClose(() -> EVENTS.add("closed"));
            throw new UnsupportedOperationException("no licence");
        }
    }

    public static final class FailingStart implements CellSetup {
        @Override
        public void setUp(CellContext context) {
            context.onClose(() -> EVENTS.add("closed"));
            context.onStart(() -> {
                throw new java.io.IOException("no network");
            });
        }
    }

    @Test
    void leavesNothingBehindWhereItFails() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        CellTestBuilder setup = CellTest.builder(Told.class).setup(FailingSetup.class);
        FailedDeploymentException failed = assertThrows(FailedDeploymentException.class, setup::start);
        assertMessage(failed, "no licence");
        assertInstanceOf(UnsupportedOperationException.class, failed.getCause());
        CellTestBuilder start = CellTest.builder(Told.class).setup(FailingStart.class);
        assertMessage(assertThrows(FailedDeploymentException.class, start::start), "no network");
        assertEquals(List.of("closed", "closed"), EVENTS);
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    public static final class BadEnd implements CellSetup {
        @Override
        public void setUp(CellContext context) {
            context.onClose(() -> EVENTS.add("closed all the same"));
            context.onClose(() -> {
                throw new IllegalStateException("still open");
            });
        }
    }

    @Test
    void saysWhatACloseHookThrows() {
        CellTest cell = CellTest.builder(Told.class).setup(BadEnd.class).start();
        IllegalStateException failure = assertThrows(IllegalStateException.class, cell::close);
        assertMessage(failure, "still open");
        assertEquals(List.of("closed all the same"), EVENTS);
        cell.close();
    }

    /** Starts a thread that ends on its interrupt. */
    public static final class Starter {
        static volatile Thread started = new Thread();

        @Route("/thread")
        public String thread() {
            CountDownLatch never = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    EVENTS.add("ended");
                }
            });
            started = thread;
            thread.start();
            return "started";
        }
    }

    @Test
    void endsTheThreadsOfTheCell() {
        try (CellTest cell = CellTest.of(Starter.class)) {
            assertEquals("started", cell.get("/thread").text());
            assertTrue(Starter.started.isAlive());
        }
        assertFalse(Starter.started.isAlive());
        assertEquals(List.of("ended"), EVENTS);
    }

    /** Ignores interrupts, in a thread of its own and in its route, until a test releases it. */
    public static final class Stubborn {
        static final CountDownLatch LET_GO = new CountDownLatch(1);

        @Route("/thread")
        public String thread() {
            new Thread(Stubborn::goOn, "stubborn").start();
            return "started";
        }

        @Route(value = "/route", timeoutMs = 10)
        public void route() {
            goOn();
        }

        private static void goOn() {
            while (LET_GO.getCount() > 0) {
                try {
                    LET_GO.await();
                } catch (InterruptedException e) {
                    EVENTS.add("ignored");
                }
            }
        }
    }

    @Test
    void warnsOfThreadsThatDoNotEnd() {
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Logger logger = Logger.getLogger("org.cellnest.celltest");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        CellTest threads = CellTest.of(Stubborn.class);
        CellTest routes = CellTest.of(Stubborn.class);
        try {
            threads.get("/thread");
            assertEquals(504, routes.get("/route").status());
            threads.close();
            routes.close();
        } finally {
            Stubborn.LET_GO.countDown();
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        assertEquals(2, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("threads that do not end: stubborn (expected: "), warnings::toString);
        assertTrue(warnings.get(1).startsWith("threads that do not end: "), warnings::toString);
    }

    /** Starts the JDK's timer thread by a timeout. */
    public static final class Timed {
        @Route("/timed")
        public CompletionStage<String> timed() {
            return new CompletableFuture<String>().completeOnTimeout("in time", 1, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void leavesTheThreadsOfTheJdkAlone() {
        try (CellTest cell = CellTest.of(Timed.class)) {
            assertEquals("in time", cell.get("/timed").text());
        }
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("CompletableFutureDelayScheduler"))
                .map(Thread::getContextClassLoader)
                .forEach(loader -> assertFalse(loader != null && "cell-test".equals(loader.getName())));
    }

    @Test
    void runsAgainAndAgainSideBySide() {
        try (CellTest one = CellTest.builder(Shop.class)
                        .provide(Stock.class, () -> 1)
                        .start();
                CellTest two = CellTest.builder(Shop.class)
                        .provide(Stock.class, () -> 2)
                        .start()) {
            assertEquals("2", two.get("/stock").text());
            assertEquals("1", one.get("/stock").text());
        }
    }

    private static FailedDeploymentException failure(Class<?> type) {
        return assertThrows(FailedDeploymentException.class, () -> CellTest.of(type));
    }

    private static void assertMessage(Throwable thrown, String... parts) {
        String message = String.valueOf(thrown.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> message + " (expected: " + part + ")");
        }
    }
}
