package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drain, resume and kick. */
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
        nest.nest("kick", "a/b?c");
        assertEquals(List.of("DELETE /v1/cells/a%2Fb%3Fc"), nest.router.lines());
    }

    @Test
    void needsAnId() {
        RouterClientTest.assertFails(
                2, "Missing required parameter: 'ID' (nest drain --help lists the options)", nest.nest("drain"));
    }
}
