package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.cellnest.transport.jeromq.AllowList;
import org.cellnest.transport.jeromq.CurveKey;
import org.cellnest.transport.jeromq.CurveKeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests key pairs for CURVE, without a router. */
class KeysTest {
    @TempDir
    private Path folder;

    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        nest.folder = folder;
        Files.createDirectory(folder.resolve("conf"));
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), nest.router.lines());
        nest.close();
    }

    @Test
    void makesThePairOfARouterAndShowsWhatTheOthersNeed() throws IOException {
        Result made = nest.run("keys", "router");
        String key = key("conf/router.key");
        assertEquals(
                new Result(
                        0,
                        String.join(
                                "\n",
                                "Made the key pair of the router: conf/router.key (mode 0600; keep it on that machine)",
                                "Public key: " + key,
                                "",
                                "Settings of the router:",
                                "  nest.security = curve",
                                "  router.curve.key-file = \"conf/router.key\"",
                                "  router.curve.front-clients = \"conf/front-clients\"",
                                "  router.curve.back-clients = \"conf/back-clients\"",
                                "",
                                "Settings of each gateway and cell:",
                                "  nest.security = curve",
                                "  gateway.curve.router-key = \"" + key + "\"",
                                "  cell.curve.router-key = \"" + key + "\"",
                                ""),
                        ""),
                made);
    }

    @Test
    void makesThePairOfACellAndShowsTheLineOfTheRoutersList() throws IOException {
        Result made = nest.run("keys", "cell", "orders-1");
        String key = key("conf/orders-1.key");
        assertEquals(
                new Result(
                        0,
                        String.join(
                                "\n",
                                "Made the key pair of cell orders-1: conf/orders-1.key (mode 0600; keep it on that machine)",
                                "Public key: " + key,
                                "",
                                "Settings of the cell:",
                                "  nest.security = curve",
                                "  cell.curve.key-file = \"conf/orders-1.key\"",
                                "  cell.curve.router-key = \"...\"   (nest keys router --show has it)",
                                "",
                                "Line for the router's list of cells, router.curve.back-clients:",
                                "  " + key + " orders-1",
                                ""),
                        ""),
                made);
    }

    @Test
    void addsTheKeyToTheRoutersList() throws IOException {
        Result first = nest.run("keys", "gateway", "--add-to", "conf/front-clients");
        assertEquals(0, first.code(), first.err());
        String line = key("conf/gateway.key") + " gateway";
        assertTrue(
                first.out()
                        .endsWith("\nAdded to conf/front-clients, for router.curve.front-clients:\n  " + line + "\n"),
                first.out());
        assertEquals(
                0,
                nest.run("keys", "gateway", "b", "--add-to", "conf/front-clients")
                        .code());
        AllowList list = AllowList.read(folder.resolve("conf/front-clients"));
        assertEquals("gateway", list.nameOf(CurveKey.parse(key("conf/gateway.key"))));
        assertEquals("b", list.nameOf(CurveKey.parse(key("conf/b.key"))));
    }

    @Test
    void makesNothingWhereItsLineCannotBeAdded() throws IOException {
        Path list = Files.writeString(folder.resolve("clients"), "broken\n");
        RouterClientTest.assertFails(
                2,
                list + ": 1: 'broken': 6 characters (expected: a key of 40 characters of Z85 and a name, or '# ...')",
                nest.run("keys", "cell", "--add-to", "clients"));
        assertFalse(Files.exists(folder.resolve("conf/cell.key")));
        assertEquals("broken\n", Files.readString(list));
    }

    @Test
    void makesAFileForItsOwnerAlone() throws IOException {
        assertEquals(0, nest.run("keys", "cell").code());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("conf/cell.key"))));
    }

    @Test
    void overwritesNothing() throws IOException {
        assertEquals(0, nest.run("keys", "cell").code());
        String key = key("conf/cell.key");
        RouterClientTest.assertFails(
                2,
                folder.resolve("conf/cell.key")
                        + ": is there already and stays as it is (expected: a name that is free)",
                nest.run("keys", "cell", "--add-to", "clients"));
        assertEquals(key, key("conf/cell.key"));
        assertFalse(Files.exists(folder.resolve("clients")));
    }

    @Test
    void writesTheFileThatIsGiven() throws IOException {
        Result made = nest.run("keys", "cell", "a/b", "--file", "mine.key");
        assertEquals(0, made.code(), made.err());
        assertTrue(made.out().endsWith("  " + key("mine.key") + " a/b\n"), made.out());
    }

    @Test
    void showsAPairThatIsThere() throws IOException {
        String made = nest.run("keys", "gateway").out();
        Result shown = nest.run("keys", "gateway", "--show");
        assertEquals(0, shown.code(), shown.err());
        assertEquals(
                made.replace(
                        "Made the key pair of the gateway: conf/gateway.key (mode 0600; keep it on that machine)",
                        "Key pair of the gateway: conf/gateway.key"),
                shown.out());
        RouterClientTest.assertFails(
                2, folder.resolve("conf/x.key") + ": no such file or folder", nest.run("keys", "cell", "x", "--show"));
    }

    @Test
    void addsAPairThatIsThereOnceAndNotTwice() throws IOException {
        nest.run("keys", "cell");
        assertEquals(
                0, nest.run("keys", "cell", "--show", "--add-to", "clients").code());
        RouterClientTest.assertFails(
                2,
                folder.resolve("clients") + ": 3: the key of cell is that of cell on line 2 (expected: each key once)",
                nest.run("keys", "cell", "--show", "--add-to", "clients"));
    }

    @Test
    void showsNoSecretAnywhere() throws IOException {
        String out = nest.run("keys", "router").out()
                + nest.run("keys", "router", "--show").out()
                + nest.run("keys", "router", "--show", "--json").out();
        String secret = Files.readString(folder.resolve("conf/router.key"))
                .split("secret = ", 2)[1]
                .strip();
        assertEquals(40, secret.length());
        assertFalse(out.contains(secret));
    }

    @Test
    void writesADocumentForScripts() throws IOException {
        JsonNode made = Json.read(
                nest.run("keys", "cell", "c", "--add-to", "clients", "--json").out());
        String key = key("conf/c.key");
        assertEquals(
                Json.read("{\"kind\":\"cell\",\"name\":\"c\",\"file\":\"" + folder + "/conf/c.key\",\"publicKey\":\""
                        + key + "\",\"line\":\"" + key + " c\",\"addedTo\":\"" + folder + "/clients\"}"),
                made);
        JsonNode router = Json.read(nest.run("keys", "router", "--json").out());
        assertFalse(router.has("line"));
        assertEquals(key("conf/router.key"), router.path("publicKey").textValue());
    }

    @Test
    void namesArgumentsThatMakeNoSense() {
        RouterClientTest.assertFails(
                2,
                "Invalid value for positional parameter at index 0 (KIND): egg (expected: router, gateway, cell)"
                        + " (nest keys --help lists the options)",
                nest.run("keys", "egg"));
        RouterClientTest.assertFails(
                2,
                "--add-to with a router, which is in no list (expected: a gateway or cell)",
                nest.run("keys", "router", "--add-to", "clients"));
        RouterClientTest.assertFails(
                2,
                "name: 'a b' (expected: 1 to 64 printable ASCII characters without a space)",
                nest.run("keys", "cell", "a b"));
        for (String name : List.of("../cell", "/cell", ".cell")) {
            RouterClientTest.assertFails(
                    2,
                    "name: '" + name + "' makes no name of a file (expected: --file)",
                    nest.run("keys", "cell", name));
        }
    }

    private String key(String file) throws IOException {
        return CurveKeyPair.read(folder.resolve(file)).publicKey().toString();
    }
}
