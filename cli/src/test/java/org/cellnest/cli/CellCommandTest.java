package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests drain, resume and kick. */
class CellCommandTest {
    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        nest.router
                .json("POST /v1/cells/cell-b/drain", Samples.CELL_B)
                .problem("POST /v1/cells/cell-x/drain", 404, "cell 'cell-x' is unknown")
                .problem("POST /v1/cells/cell-a/drain", 409, "cell 'cell-a' is drained already")
                .json("POST /v1/cells/cell-b/resume", "{\"id\":\"cell-b\",\"state\":\"allowed\"}")
                .json("DELETE /v1/cells/cell-b", "{\"id\":\"cell-b\",\"state\":\"kicked\",\"inFlight\":1}");
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void saysWhatBecameOfTheCell() {
        assertEquals(new Result(0, "cell-b is drained, 2 requests in flight\n", ""), nest.nest("drain", "cell-b"));
        assertEquals(new Result(0, "cell-b may serve again\n", ""), nest.nest("resume", "cell-b"));
        assertEquals(new Result(0, "cell-b is kicked, 1 request in flight\n", ""), nest.nest("kick", "cell-b"));
    }

    @Test
    void saysWhyNot() {
        RouterClientTest.assertFails(1, "cell 'cell-x' is unknown (404)", nest.nest("drain", "cell-x"));
        RouterClientTest.assertFails(1, "cell 'cell-a' is drained already (409)", nest.nest("drain", "cell-a"));
    }

    @Test
    void goesOnAfterOneThatFails() {
        assertEquals(
                new Result(
                        1,
                        "cell-b is drained, 2 requests in flight\n",
                        "nest: cell 'cell-x' is unknown (404)\nnest: cell 'cell-a' is drained already (409)\n"),
                nest.nest("drain", "cell-x", "cell-b", "cell-a"));
    }

    @Test
    void stopsWhereNobodyAnswers() throws IOException {
        Result result =
                nest.run("drain", "cell-a", "cell-b", "--router", "127.0.0.1:" + RouterClientTest.portOfNobody());
        assertEquals(3, result.code());
        assertEquals(1, result.err().lines().count());
    }

    @Test
    void writesOneDocumentForAll() throws IOException {
        Result result = nest.nest("drain", "cell-b", "cell-x", "--json");
        assertEquals(1, result.code());
        assertEquals(Json.read("{\"cells\":[" + Samples.CELL_B + "]}"), Json.read(result.out()));
    }

    @Test
    void escapesIds() {
        nest.nest("kick", "--yes", "a/b?c");
        assertEquals(List.of("DELETE /v1/cells/a%2Fb%3Fc"), nest.router.lines());
    }

    @Test
    void asksBeforeTheLastCellOfARoute() {
        String refused = "cell cell-z is the last that serves GET /a; they would be 503 (expected: no last=refuse)";
        for (String command : List.of("drain", "kick")) {
            String line = command.equals("drain") ? "POST /v1/cells/cell-z/drain" : "DELETE /v1/cells/cell-z";
            nest.router.problem(line, 412, refused).problem(line, 412, refused).problem(line, 412, refused);
            nest.router.json(line, "{\"id\":\"cell-z\",\"inFlight\":0}");
            String question = "cell cell-z is the last that serves GET /a; they would be 503. Go on? [y/N] ";

            // Nobody can answer where there is no terminal.
            nest.terminal = null;
            Result script = nest.nest(command, "cell-z");
            assertEquals(1, script.code());
            assertEquals(
                    "nest: cell cell-z is the last that serves GET /a; they would be 503: nothing is changed"
                            + " (expected: --yes, or yes where a terminal asks)\n",
                    script.err());
            nest.terminal = new TerminalSize(80, 24);
            for (String no : List.of("\n", "")) {
                nest.in = no;
                Result result = nest.nest(command, "cell-z");
                assertEquals(1, result.code());
                assertEquals(question, result.err().substring(0, question.length()));
            }
            assertEquals(
                    List.of(line + "?last=refuse", line + "?last=refuse", line + "?last=refuse"),
                    nest.router.lines().stream()
                            .filter(asked -> asked.startsWith(line))
                            .toList());
            assertEquals(0, nest.nest(command, "--yes", "cell-z").code());
            assertEquals(line, nest.router.lastAsked().line());
        }
    }

    @Test
    void doesItWhereTheUserSaysYes() {
        nest.router
                .problem("POST /v1/cells/cell-z/drain", 412, "cell cell-z is the last (expected: another)")
                .json("POST /v1/cells/cell-z/drain", "{\"id\":\"cell-z\",\"inFlight\":0}");
        nest.terminal = new TerminalSize(80, 24);
        nest.in = "Yes\n";
        Result result = nest.nest("drain", "cell-z");
        assertEquals(new Result(0, "cell-z is drained\n", "cell cell-z is the last. Go on? [y/N] "), result);
        assertEquals(
                List.of("POST /v1/cells/cell-z/drain?last=refuse", "POST /v1/cells/cell-z/drain"), nest.router.lines());
    }

    @Test
    void needsAnId() {
        RouterClientTest.assertFails(
                2, "Missing required parameter: 'ID' (nest drain --help lists the options)", nest.nest("drain"));
    }
}
