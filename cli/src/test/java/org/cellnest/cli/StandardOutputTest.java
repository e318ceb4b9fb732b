package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests output that cannot be written. */
class StandardOutputTest {
    private static final String FULL = "No space left on device";

    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        Samples.nest(nest.router);
        nest.router.on(
                "GET /v1/events",
                FakeRouter.whole(200, "application/x-ndjson", Samples.event(1, "cell-joined", "cell-a joined") + "\n"));
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void saysThatTheDiskIsFull() {
        nest.out = StandardOutput.of(failing(FULL));
        String complaint = "nest: standard output cannot be written: No space left on device\n";
        assertEquals(new Result(4, "", complaint), nest.nest("ls"));
        assertEquals(new Result(4, "", complaint), nest.nest("ls", "cells", "--json"));
        assertEquals(new Result(4, "", complaint), nest.nest("top"));
        assertEquals(new Result(4, "", complaint), nest.nest("events"));
        assertEquals(new Result(4, "", complaint), nest.nest("events", "-f"));
        assertEquals(new Result(4, "", complaint), nest.nest("completion", "bash"));
        assertEquals(new Result(4, "", complaint), nest.nest("--help"));
        assertEquals(new Result(4, "", complaint), nest.nest("help", "ls"));
        assertEquals(new Result(4, "", complaint), nest.nest("--version"));
    }

    @Test
    void keepsTheCodeOfWhatFailedBefore() {
        nest.out = StandardOutput.of(failing(FULL));
        nest.router.json("GET /v1/explain", "{\"outcome\":\"not-found\",\"summary\":\"No route matches.\"}");
        assertEquals(1, nest.nest("explain", "/x").code());
        assertEquals(2, nest.nest("eggs").code());
    }

    @Test
    void endsQuietlyWhereTheReaderHasLeft() {
        nest.out = StandardOutput.of(failing("Broken pipe"));
        assertEquals(new Result(0, "", ""), nest.nest("ls"));
        assertEquals(new Result(0, "", ""), nest.nest("events", "-f"));
    }

    @Test
    void writesWhatItIsGiven() throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (StandardOutput out = StandardOutput.of(bytes)) {
            out.print("ä");
            out.write('b');
            assertEquals(null, StandardOutput.failure(out));
        }
        assertEquals("äb", bytes.toString(StandardCharsets.UTF_8));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
