package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What the JVM has once for all deployments serves each of them, and keeps none. */
class JvmRegistriesTest extends DeployTest {
    private static final String DRIVERS = "META-INF/services/java.sql.Driver";
    private static final int MAX_COLLECTIONS = 100;

    @Test
    void findsTheDriverOfEachVersionByItsUrl() throws Exception {
        for (int version = 1; version <= 4; version++) {
            connecting("v" + version).writeTo(cell.file("orders.jar"));
            cell.settle();
            assertFalse(Files.exists(cell.failed("orders.jar")));
            assertEquals("v" + version + " over driver v" + version, cell.get("/connect"));
        }
    }

    @Test
    void findsTheDriversOfTwoDeploymentsAtATime() throws Exception {
        connecting("a").writeTo(cell.file("orders.jar"));
        cell.settle();
        TestJars.jar()
                .source("other.Driver", driver("other", "b"))
                .entry(DRIVERS, "other.Driver\n")
                .source("other.Cell", cellClass("other", "/other", "b"))
                .writeTo(cell.file("other.jar"));
        cell.settle();
        assertEquals("a over driver a", cell.get("/connect"));
        assertEquals("b over driver b", cell.get("/other"));
    }

    @Test
    void letsGoOfVersionsWhoseDriversWereUsed() throws Exception {
        connecting("v1").writeTo(cell.file("orders.jar"));
        cell.settle();
        ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
        PhantomReference<ClassLoader> reference = new PhantomReference<>(loaderOf("/connect"), queue);
        connecting("v2").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("v2 over driver v2", cell.get("/connect"));
        boolean collected = false;
        for (int i = 0; i < MAX_COLLECTIONS && !collected; i++) {
            System.gc();
            collected = queue.remove(50) == reference;
        }
        assertTrue(collected, "the class loader of the replaced version is still reachable");
    }

    @Test
    void servesADeploymentOneOfWhoseDriversIsBroken() throws Exception {
        connecting("v1")
                .entry(DRIVERS, "demo.Missing\ndemo.Broken\ndemo.Driver\n")
                .source(
                        "demo.Broken",
                        "package demo; public class Broken { static int zero; static int fails = 1 / zero; }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("v1 over driver v1", cell.get("/connect"));
    }

    @Test
    void reportsWhatLiesBehindTheExceptionOfAConstructor() throws Exception {
        TestJars.jar()
                .source(
                        "demo.Pool",
                        "package demo; public class Pool {"
                                + " public Pool() { try { java.sql.DriverManager.getConnection(\"jdbc:nobody:x\"); }"
                                + " catch (java.sql.SQLException e) { throw new IllegalStateException(\"no pool\","
                                + " new RuntimeException(\"no driver instance\", e)); } }"
                                + " @org.cellnest.cell.Route(\"/pool\") public String pool() { return \"\"; } }")
                .writeTo(cell.file("pool.jar"));
        cell.waitForReports();
        String report = Files.readString(cell.failed("pool.jar"));
        assertTrue(report.contains("java.lang.IllegalStateException: no pool; caused by"), report);
        assertTrue(report.contains("caused by java.sql.SQLException: No suitable driver"), report);
    }

    @Test
    void takesTheLogHandlersOfAClosedVersionAway() throws Exception {
        Logger logger = Logger.getLogger("jvm-registries-test");
        TestJars.answering("one")
                .source(
                        "demo.Setup",
                        "package demo; public class Setup extends java.util.logging.Handler implements"
                                + " org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {"
                                + " java.util.logging.Logger.getLogger(\"jvm-registries-test\").addHandler(this); }"
                                + " public void publish(java.util.logging.LogRecord record) {}"
                                + " public void flush() {} public void close() {} }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(1, logger.getHandlers().length);
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("[]", Arrays.toString(logger.getHandlers()));
    }

    @Test
    void unregistersTheBeansOfAClosedVersion() throws Exception {
        ObjectName name = new ObjectName("demo:type=Depth");
        TestJars.answering("one")
                .source("demo.DepthMBean", "package demo; public interface DepthMBean { int getDepth(); }")
                .source(
                        "demo.Depth",
                        "package demo; public class Depth implements DepthMBean, org.cellnest.cell.CellSetup {"
                                + " public int getDepth() { return 7; }"
                                + " public void setUp(org.cellnest.cell.CellContext context) throws Exception {"
                                + " java.lang.management.ManagementFactory.getPlatformMBeanServer().registerMBean("
                                + "this, new javax.management.ObjectName(\"demo:type=Depth\")); } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(7, ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Depth"));
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertFalse(ManagementFactory.getPlatformMBeanServer().isRegistered(name));
    }

    /** A deployment that connects when it is constructed, as a pool does, with its driver in a library. */
    private static TestJars connecting(String version) {
        byte[] library = TestJars.jar()
                .source("demo.Driver", driver("demo", version))
                .entry(DRIVERS, "demo.Driver\n")
                .bytes();
        return TestJars.jar()
                .entry("META-INF/lib/driver.jar", library)
                .source("demo.Cell", cellClass("demo", "/connect", version));
    }

    private static String cellClass(String name, String path, String version) {
        return "package " + name + "; public class Cell { private final String driver;"
                + " public Cell() throws java.sql.SQLException {"
                + " driver = java.sql.DriverManager.getConnection(\"jdbc:" + name + ":x\").getCatalog(); }"
                + " @org.cellnest.cell.Route(\"" + path + "\") public String connect() { return \"" + version
                + " over driver \" + driver; } }";
    }

    /** Its connections say of which driver they are, and nothing else. */
    private static String driver(String name, String version) {
        return "package " + name + "; public class Driver implements java.sql.Driver {"
                + " static { try { java.sql.DriverManager.registerDriver(new Driver()); }"
                + " catch (java.sql.SQLException e) { throw new ExceptionInInitializerError(e); } }"
                + " public java.sql.Connection connect(String url, java.util.Properties info) {"
                + "  if (!acceptsURL(url)) return null;"
                + "  return (java.sql.Connection) java.lang.reflect.Proxy.newProxyInstance("
                + "   Driver.class.getClassLoader(), new Class<?>[] {java.sql.Connection.class},"
                + "   (proxy, method, args) -> \"" + version + "\"); }"
                + " public boolean acceptsURL(String url) { return url.startsWith(\"jdbc:" + name + ":\"); }"
                + " public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {"
                + "  return new java.sql.DriverPropertyInfo[0]; }"
                + " public int getMajorVersion() { return 1; } public int getMinorVersion() { return 0; }"
                + " public boolean jdbcCompliant() { return false; }"
                + " public java.util.logging.Logger getParentLogger() { return null; } }";
    }

    private ClassLoader loaderOf(String template) {
        Deployment deployment = cell.deploymentOf(template);
        assertNotNull(deployment);
        return deployment.loader();
    }
}
