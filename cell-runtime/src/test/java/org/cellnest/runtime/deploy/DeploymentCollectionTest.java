package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.cellnest.runtime.deploy.leak.ThreadInternals;
import org.junit.jupiter.api.Test;

/** A closed deployment is collected by the garbage collector, unless its code leaves something running that heeds nothing. */
class DeploymentCollectionTest extends DeployTest {
    private static final int MAX_COLLECTIONS = 100;

    @Test
    void collectsAPlainDeployment() throws Exception {
        assertCollectedAfterSwap("");
    }

    @Test
    void collectsADeploymentThatEndsItsTimerInAHook() throws Exception {
        assertCollectedAfterSwap("java.util.Timer timer = new java.util.Timer(); context.onClose(timer::cancel);"
                + " timer.schedule(new java.util.TimerTask() { public void run() { Version.touched++; } }, 0, 1);");
    }

    @Test
    void collectsADeploymentThatLeavesAThreadWhichHeedsItsInterrupt() throws Exception {
        assertCollectedAfterSwap("new Thread(() -> { while (!Thread.currentThread().isInterrupted()) {"
                + " java.util.concurrent.locks.LockSupport.parkNanos(Version.class, 1_000_000); } }).start();");
    }

    @Test
    void collectsADeploymentThatLeavesThreadsInItsExecutor() throws Exception {
        assertCollectedAfterSwap("for (int i = 0; i < 3; i++) context.executor().execute(() -> {"
                + " try { new java.util.concurrent.CountDownLatch(1).await(); }"
                + " catch (InterruptedException e) { Version.touched++; } });");
    }

    @Test
    void collectsADeploymentThatEndsAPoolOfItsOwnInAHook() throws Exception {
        assertCollectedAfterSwap(
                "java.util.concurrent.ScheduledExecutorService pool ="
                        + " java.util.concurrent.Executors.newScheduledThreadPool(2); context.onClose(pool::shutdownNow);"
                        + " pool.scheduleAtFixedRate(() -> Version.touched++, 0, 1, java.util.concurrent.TimeUnit.MILLISECONDS);");
    }

    @Test
    void collectsADeploymentThatLeavesAThreadLocalAndALogger() throws Exception {
        assertCollectedAfterSwap("ThreadLocal<Object> local = new ThreadLocal<>();"
                + " context.executor().execute(() -> local.set(new Setup()));"
                + " org.slf4j.LoggerFactory.getLogger(Setup.class).debug(\"{}\", new Setup());"
                + " context.logger().log(System.Logger.Level.DEBUG, () -> \"\" + new Setup());");
    }

    @Test
    void collectsADeploymentThatUsesAsynchronousFileChannels() throws Exception {
        assertCollectedAfterSwap("java.nio.file.Path file = java.nio.file.Files.createTempFile(\"channel\", \".tmp\");"
                + " try (var channel = java.nio.channels.AsynchronousFileChannel.open("
                + "file, java.nio.file.StandardOpenOption.WRITE)) {"
                + " for (int i = 0; i < 100; i++) channel.write(java.nio.ByteBuffer.allocate(8), i).get(); }"
                + " finally { java.nio.file.Files.delete(file); }");
    }

    @Test
    void collectsADeploymentThatRegistersAJdbcDriver() throws Exception {
        assertCollectedAfterSwap("java.sql.DriverManager.registerDriver(new java.sql.Driver() {"
                + " public java.sql.Connection connect(String url, java.util.Properties info) { return null; }"
                + " public boolean acceptsURL(String url) { return false; }"
                + " public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {"
                + "  return new java.sql.DriverPropertyInfo[0]; }"
                + " public int getMajorVersion() { return 1; } public int getMinorVersion() { return 0; }"
                + " public boolean jdbcCompliant() { return false; }"
                + " public java.util.logging.Logger getParentLogger() { return null; } });");
    }

    @Test
    void collectsADeploymentThatLeavesAShutdownHook() throws Exception {
        int before = ThreadInternals.shutdownHooks().size();
        assertCollectedAfterSwap("Runtime.getRuntime().addShutdownHook(new Thread(() -> Version.touched++));");
        assertEquals(before, ThreadInternals.shutdownHooks().size());
    }

    @Test
    void collectsADeploymentWhoseShutdownHookShowsItsTaskAlone() throws Exception {
        assertCollectedAfterSwap("Thread hook = new Thread(() -> Version.touched++);"
                + " hook.setContextClassLoader(null); Runtime.getRuntime().addShutdownHook(hook);");
    }

    @Test
    void collectsADeploymentThatLeavesASecurityProvider() throws Exception {
        assertCollectedAfterSwap("java.security.Security.addProvider("
                + "new java.security.Provider(\"Guest\", \"1\", \"of a test\") {});");
        assertNull(java.security.Security.getProvider("Guest"));
    }

    @Test
    void collectsADeploymentThatLeavesObjectsInTheSystemsProperties() throws Exception {
        assertCollectedAfterSwap("System.getProperties().put(\"guest.object\", new Setup());"
                + " System.getProperties().put(\"guest.list\", java.util.List.of(new Object[] {Setup.class}));"
                + " System.getProperties().put(new Setup(), \"value\");");
        assertNull(System.getProperties().get("guest.object"));
        assertNull(System.getProperties().get("guest.list"));
    }

    @Test
    void collectsADeploymentThatSetsDefaultsOfTheJvm() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        java.io.PrintStream out = System.out;
        assertCollectedAfterSwap("Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Version.touched++);"
                + " java.net.Authenticator.setDefault(new java.net.Authenticator() {});"
                + " java.net.CookieHandler.setDefault(new java.net.CookieManager() {});"
                + " System.setOut(new java.io.PrintStream(System.out) {});"
                + " javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> false);");
        assertSame(before, Thread.getDefaultUncaughtExceptionHandler());
        assertSame(out, System.out);
        assertNull(java.net.Authenticator.getDefault());
    }

    @Test
    void collectsADeploymentThatReadsItsBeansByIntrospection() throws Exception {
        assertCollectedAfterSwap("java.beans.Introspector.getBeanInfo(Setup.class);");
    }

    private void assertCollectedAfterSwap(String setup) throws Exception {
        TestJars.answering("one")
                .source(
                        "demo.Setup",
                        "package demo; public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) throws Exception { "
                                + setup + " } }")
                .source(
                        "demo.Version",
                        "package demo; public class Version { static volatile int touched;"
                                + " public record Answer(@com.fasterxml.jackson.annotation.JsonProperty(\"text\") String words) {}"
                                + " @com.fasterxml.jackson.annotation.JsonTypeInfo("
                                + " use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME)"
                                + " @com.fasterxml.jackson.annotation.JsonSubTypes("
                                + " @com.fasterxml.jackson.annotation.JsonSubTypes.Type(Dot.class))"
                                + " public interface Shape {}"
                                + " public record Dot(int x) implements Shape {}"
                                + " @org.cellnest.cell.Route(value = \"/shape\", methods = \"POST\")"
                                + " public Shape shape(Shape shape) { return shape; }"
                                + " public record Question(java.util.List<Answer> answers) {}"
                                + " @org.cellnest.cell.Route(value = \"/ask\", methods = \"POST\")"
                                + " public java.util.Optional<Question> ask(Question question) {"
                                + " return java.util.Optional.of(question); }"
                                + " @org.cellnest.cell.Route(\"/version\") public Answer version() {"
                                + " return new Answer(\"one\"); } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("{\"text\":\"one\"}", cell.get("/version"));
        ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
        PhantomReference<ClassLoader> reference = new PhantomReference<>(loader(), queue);
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        boolean collected = false;
        for (int i = 0; i < MAX_COLLECTIONS && !collected; i++) {
            System.gc();
            collected = queue.remove(50) == reference;
        }
        assertTrue(collected, "the class loader of the closed deployment is still reachable");
    }

    private ClassLoader loader() {
        Deployment deployment = cell.deploymentOf("/version");
        assertNotNull(deployment);
        return deployment.loader();
    }
}
