package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourcesTest {
    private static final Path HERE = Path.of("/here").toAbsolutePath();
    private static final Path HOME = Path.of("/home/nest").toAbsolutePath();

    @TempDir
    Path folder = Path.of("");

    @Test
    void prefersCommandLineOverEnvironmentOverFileOverDefault() throws IOException {
        Path file = file("gateway.http.port = 1\ngateway.ops.port = 1\nrouter.ops.port = 1");
        Map<String, String> environment = Map.of("CELLNEST_GATEWAY_HTTP_PORT", "2", "CELLNEST_GATEWAY_OPS_PORT", "2");
        Settings settings = resolve(file, environment, "gateway.http.port=3");
        assertEquals(3, settings.value(Catalogue.GATEWAY_HTTP_PORT));
        assertEquals("--set", settings.origin(Catalogue.GATEWAY_HTTP_PORT));
        assertEquals(2, settings.value(Catalogue.GATEWAY_OPS_PORT));
        assertEquals("environment CELLNEST_GATEWAY_OPS_PORT", settings.origin(Catalogue.GATEWAY_OPS_PORT));
        assertEquals(1, settings.value(Catalogue.ROUTER_OPS_PORT));
        assertTrue(settings.origin(Catalogue.ROUTER_OPS_PORT).endsWith("nest.conf: 3"));
        assertEquals(256, settings.value(Catalogue.CELL_CONCURRENCY));
        assertEquals("default", settings.origin(Catalogue.CELL_CONCURRENCY));
        assertTrue(settings.isGiven(Catalogue.ROUTER_OPS_PORT));
        assertFalse(settings.isGiven(Catalogue.CELL_CONCURRENCY));
    }

    @Test
    void lastSetOfAKeyWins() {
        assertEquals(2, Settings.of("router.ops.port=1", "router.ops.port=2").value(Catalogue.ROUTER_OPS_PORT));
    }

    @Test
    void takesSetValuesVerbatim() {
        Settings settings = Settings.of("nest.key=a#b=${c} //d, \\e and more", "router.front=tcp://127.0.0.1:7");
        assertEquals("a#b=${c} //d, \\e and more", settings.value(Catalogue.NEST_KEY));
        assertEquals("tcp://127.0.0.1:7", settings.value(Catalogue.ROUTER_FRONT).toString());
    }

    @Test
    void takesSetValuesThatStartLikeHoconAsHocon() {
        Settings settings = Settings.of(
                "gateway.routers=[\"tcp://10.0.0.1:1\", \"tcp://10.0.0.2:2\"]",
                "cell.labels={zone: a, rack: 2}",
                "nest.key=\"0123456789\\u0041bcdef\"");
        assertEquals(
                List.of(new Endpoint("10.0.0.1", 1), new Endpoint("10.0.0.2", 2)),
                settings.value(Catalogue.GATEWAY_ROUTERS));
        assertEquals(Map.of("zone", "a", "rack", "2"), settings.value(Catalogue.CELL_LABELS));
        assertEquals("0123456789Abcdef", settings.value(Catalogue.NEST_KEY));
    }

    @Test
    void takesListsAndPairsAsCommaSeparatedText() {
        Settings settings = Settings.of("cell.routers=tcp://a:1, tcp://b:2", "cell.labels=zone=a,rack=b=c");
        assertEquals(List.of(new Endpoint("a", 1), new Endpoint("b", 2)), settings.value(Catalogue.CELL_ROUTERS));
        assertEquals(Map.of("zone", "a", "rack", "b=c"), settings.value(Catalogue.CELL_LABELS));
    }

    @Test
    void readsDurationsAndSizesInHoconUnits() throws IOException {
        Settings settings = resolve(
                file("nest { heartbeat = 250, max-message-bytes = 2m }"), Map.of(), "router.known-for=2 minutes");
        assertEquals(Duration.ofMillis(250), settings.value(Catalogue.NEST_HEARTBEAT));
        assertEquals(2L << 20, settings.value(Catalogue.NEST_MAX_MESSAGE_BYTES));
        assertEquals(Duration.ofMinutes(2), settings.value(Catalogue.ROUTER_KNOWN_FOR));
    }

    @Test
    void reportsEveryProblemWithItsPlace() throws IOException {
        Path file = file("router.ops.port = many\n\ngateway.http.prot = 1\nnest.heartbeat = [1]\ncell = 5");
        List<String> problems = problems(
                file, Map.of("CELLNEST_CELL_WEIGHT", "0"), "gateway.http.port=70000", "nonsense", "log.levl=info");
        String name = file.toString();
        assertEquals(
                "gateway.http.port: 70000 (expected: 0 to 65535) [--set]", problem(problems, "gateway.http.port:"));
        assertEquals(
                "router.ops.port: many (expected: 0 to 65535) [" + name + ": 1]",
                problem(problems, "router.ops.port:"));
        assertEquals(
                "gateway.http.prot: no such setting (nearest: gateway.http.port) [" + name + ": 3]",
                problem(problems, "gateway.http.prot:"));
        assertEquals(
                "nest.heartbeat: [1] (expected: 50ms to 1m, such as 500ms, 10s or 2m) [" + name + ": 4]",
                problem(problems, "nest.heartbeat:"));
        assertEquals(
                "cell.weight: 0 (expected: 1 to 1000) [environment CELLNEST_CELL_WEIGHT]",
                problem(problems, "cell.weight:"));
        assertEquals("--set nonsense (expected: --set key=value)", problem(problems, "--set"));
        assertEquals("log.levl: no such setting (nearest: log.level) [--set]", problem(problems, "log.levl:"));
        assertTrue(problem(problems, "cell:").startsWith("cell: no such setting"));
        assertEquals(8, problems.size());
    }

    @Test
    void warnsOfUnknownEnvironmentVariables() {
        Settings settings = resolve(null, Map.of("CELLNEST_GATEWAY_HTTP_PROT", "1", "OTHER", "2"));
        assertEquals(
                List.of("environment CELLNEST_GATEWAY_HTTP_PROT is not a known setting and is ignored (nearest:"
                        + " CELLNEST_GATEWAY_HTTP_PORT)"),
                settings.warnings());
    }

    @Test
    void passesOverServiceLinksWithAWarning() {
        Map<String, String> links = Map.of(
                "CELLNEST_ROUTER_OPS_PORT", "tcp://10.96.0.7:9020",
                "CELLNEST_ROUTER_OPS_PORT_9020_TCP", "tcp://10.96.0.7:9020",
                "CELLNEST_ROUTER_OPS_PORT_9020_TCP_ADDR", "10.96.0.7",
                "CELLNEST_ROUTER_OPS_SERVICE_HOST", "10.96.0.7",
                "CELLNEST_ROUTER_OPS_SERVICE_PORT_OPS", "9020",
                "CELLNEST_GATEWAY_HTTP_PORT", "udp://[fd00::1]:53",
                "CELLNEST_ROUTER_FRONT", "tcp://10.0.0.1:1");
        Settings settings = resolve(null, links);
        assertEquals(9020, settings.value(Catalogue.ROUTER_OPS_PORT));
        assertEquals(8888, settings.value(Catalogue.GATEWAY_HTTP_PORT));
        assertEquals(new Endpoint("10.0.0.1", 1), settings.value(Catalogue.ROUTER_FRONT));
        assertEquals(1, settings.warnings().size());
        String warning = settings.warnings().get(0);
        assertTrue(
                warning.startsWith("environment CELLNEST_GATEWAY_HTTP_PORT, CELLNEST_ROUTER_OPS_PORT,"
                        + " CELLNEST_ROUTER_OPS_PORT_9020_TCP, CELLNEST_ROUTER_OPS_PORT_9020_TCP_ADDR,"
                        + " CELLNEST_ROUTER_OPS_SERVICE_HOST, CELLNEST_ROUTER_OPS_SERVICE_PORT_OPS: service links"),
                warning);
    }

    @Test
    void refusesAPortThatIsNoServiceLink() {
        assertEquals(
                List.of("router.ops.port: http://a:1 (expected: 0 to 65535) [environment CELLNEST_ROUTER_OPS_PORT]"),
                problems(null, Map.of("CELLNEST_ROUTER_OPS_PORT", "http://a:1")));
    }

    @Test
    void refusesAFileThatIsThereAndCannotBeRead() throws IOException {
        Path file = folder.resolve("odd.conf");
        Files.createDirectory(file);
        assertEquals(List.of(file + ": a folder (expected: a file) [--config]"), problems(file, Map.of()));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        assertEquals(List.of(file + ": a link to nothing (expected: a file) [--config]"), problems(file, Map.of()));
        Files.delete(file);
        Files.writeString(file, "router.id = \"gr\u00fcn\"", StandardCharsets.ISO_8859_1);
        assertEquals(List.of(file + ": not UTF-8 (expected: UTF-8) [--config]"), problems(file, Map.of()));
        Files.writeString(file, "log.level = warn", StandardCharsets.UTF_16LE);
        assertTrue(problems(file, Map.of()).get(0).contains("has NUL characters"));
        Files.writeString(file, "#".repeat((1 << 20) + 1));
        assertTrue(problems(file, Map.of()).get(0).contains("more than 1048576 bytes"));
    }

    @Test
    void takesAByteOrderMark() throws IOException {
        assertEquals("warn", resolve(file("\ufefflog.level = warn"), Map.of()).value(Catalogue.LOG_LEVEL));
    }

    @Test
    void refusesAnIncludeThatCannotBeRead() throws IOException {
        for (String include : List.of("\"none.conf\"", "file(\"none.conf\")", "required(\"none.conf\")")) {
            assertEquals(
                    List.of(folder.resolve("none.conf") + ": no such file [--config]"),
                    problems(file("include " + include), Map.of()));
        }
        Files.writeString(folder.resolve("old.conf"), "a = \u00fc", StandardCharsets.ISO_8859_1);
        assertEquals(
                List.of(folder.resolve("old.conf") + ": not UTF-8 (expected: UTF-8) [--config]"),
                problems(file("include \"old.conf\""), Map.of()));
        String circle = problems(file("include \"nest.conf\""), Map.of()).get(0);
        assertTrue(circle.contains("included more than 20 files deep"), circle);
    }

    @Test
    void includesFilesFromBesideTheOneThatNamesThem() throws IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        Files.writeString(below.resolve("level.conf"), "log.level = warn");
        Files.writeString(below.resolve("more.conf"), "include \"level\"\nrouter.ops.port = 7");
        Settings settings = resolve(file("include \"below/more.conf\""), Map.of());
        assertEquals("warn", settings.value(Catalogue.LOG_LEVEL));
        assertEquals(7, settings.value(Catalogue.ROUTER_OPS_PORT));
    }

    @Test
    void saysInOneLineWhereAFileCannotBeRead() throws IOException {
        String missing = problems(folder.resolve("none.conf"), Map.of()).get(0);
        assertTrue(missing.endsWith("none.conf: no such file [--config]"), missing);
        String broken = problems(file("a = [1\nb = }"), Map.of()).get(0);
        assertTrue(broken.contains("nest.conf: "), broken);
        assertEquals(1, broken.lines().count());
    }

    @Test
    void resolvesSubstitutionsAndIncludesInFiles() throws IOException {
        Files.writeString(folder.resolve("ports.conf"), "port = 5\n");
        assertEquals(
                List.of("port: no such setting (nearest: router.ops.port) [" + folder.resolve("ports.conf") + ": 1]"),
                problems(file("include \"ports.conf\"\ngateway.http.port = ${port}"), Map.of()));
    }

    @Test
    void countsRelativePathsFromWhereTheyWereWritten() throws IOException {
        assertEquals(HOME.resolve("cells"), resolve(null, Map.of()).value(Catalogue.CELL_DIRECTORY));
        assertEquals(
                HOME.resolve("own"),
                resolve(file("cell.directory = own"), Map.of()).value(Catalogue.CELL_DIRECTORY));
        assertEquals(
                HERE.resolve("own"),
                resolve(null, Map.of(), "cell.directory=./own").value(Catalogue.CELL_DIRECTORY));
    }

    @Test
    void keepsTheKeyOutOfMessages() {
        assertEquals(
                List.of("nest.key: a value that is not shown (expected: nothing, or 16 to 1024 characters) [--set]"),
                problems(null, Map.of(), "nest.key=short"));
    }

    @Test
    void derivesRoutersFromWhereTheRouterListens() {
        Settings settings = Settings.of("router.front=tcp://0.0.0.0:5", "router.back=tcp://[::1]:6");
        assertEquals(List.of(new Endpoint("127.0.0.1", 5)), settings.value(Catalogue.GATEWAY_ROUTERS));
        assertEquals(List.of(new Endpoint("::1", 6)), settings.value(Catalogue.CELL_ROUTERS));
    }

    @Test
    void refusesToDialAPortThatIsYetToBeChosenOnlyWhereItIsUsed() {
        Settings settings = Settings.of("router.front=tcp://127.0.0.1:0");
        SettingsException refused =
                assertThrows(SettingsException.class, () -> settings.value(Catalogue.GATEWAY_ROUTERS));
        assertEquals(
                "gateway.routers: [tcp://127.0.0.1:0] (expected: 1 to 16 of tcp://HOST:PORT with a port from 1 on) [from"
                        + " router.front]",
                refused.getMessage());
    }

    @Test
    void choosesAnIdOnceAndTakesEmptyTextAsLeftToChoice() {
        Settings settings = Settings.of("cell.id=");
        String id = settings.value(Catalogue.CELL_ID);
        assertTrue(id.matches("[A-Za-z0-9_-]+-[0-9a-f]{6}"), id);
        assertEquals(id, settings.value(Catalogue.CELL_ID));
        assertEquals("left", Settings.of("cell.id=left").value(Catalogue.CELL_ID));
    }

    @Test
    void leavesRoomForHeadersBesideTheBody() {
        assertEquals((1 << 20) - 48 * 1024, Catalogue.maxWholeBodyBytes(Settings.of()));
        assertEquals((2 << 20) - 48 * 1024, Catalogue.maxWholeBodyBytes(Settings.of("nest.max-message-bytes=2MiB")));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("nest.conf"), text);
    }

    private static Settings resolve(@Nullable Path file, Map<String, String> environment, String... sets) {
        return new SettingsSources(file, List.of(sets), environment, HERE, HOME).resolve();
    }

    private static List<String> problems(@Nullable Path file, Map<String, String> environment, String... sets) {
        return assertThrows(SettingsException.class, () -> resolve(file, environment, sets))
                .problems();
    }

    private static String problem(List<String> problems, String start) {
        return problems.stream()
                .filter(problem -> problem.startsWith(start))
                .findFirst()
                .orElse("none in " + problems);
    }
}
