package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests help, invalid arguments, and completion. */
class NestTest {
    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void explainsItselfAndItsExitCodes() {
        for (Result help : List.of(nest.run("--help"), nest.run())) {
            assertEquals(0, help.code());
            assertEquals("", help.err());
            for (String command : List.of(
                    "ls",
                    "show",
                    "explain",
                    "call",
                    "drain",
                    "resume",
                    "kick",
                    "events",
                    "top",
                    "keys",
                    "completion")) {
                assertTrue(help.out().contains("\n  " + command + " "), () -> command + " in " + help.out());
            }
            assertTrue(help.out().contains("Exit codes:\n  0  done\n"), help::out);
        }
        assertTrue(nest.run("ls", "--help").out().contains("--sort=ORDER"));
        assertEquals(nest.run("--help"), nest.run("help"));
        assertEquals(nest.run("ls", "--help"), nest.run("help", "ls"));
        assertEquals(2, nest.run("help", "eggs").code());
        assertTrue(nest.run("--version").out().startsWith("cellnest nest "));
    }

    @Test
    void namesWhatItDoesNotKnow() {
        RouterClientTest.assertFails(
                2, "Unmatched argument at index 0: 'eggs' (nest --help lists the options)", nest.run("eggs"));
        RouterClientTest.assertFails(
                2, "Unknown option: '--eggs' (nest ls --help lists the options)", nest.run("ls", "--eggs"));
    }

    @Test
    void takesItsOptionsBeforeAndAfterTheCommand() {
        Samples.nest(nest.router);
        assertEquals(0, nest.run("--router", nest.router.url(), "ls", "cells").code());
        assertEquals(0, nest.run("ls", "--router", nest.router.url(), "cells").code());
    }

    @Test
    void completesInBash(@TempDir Path folder) throws Exception {
        Path fake = folder.resolve("nest");
        Files.writeString(
                fake, "#!/usr/bin/env bash\n[ \"$*\" = 'ls cells --ids' ] && printf 'cell-a\\ncell-b\\nother\\n'\n");
        assertTrue(fake.toFile().setExecutable(true));
        Path script = Files.writeString(
                folder.resolve("completion"), nest.run("completion", "bash").out());
        assertEquals("drain", complete(script, fake, "dr"));
        assertEquals("cell-a cell-b", complete(script, fake, "drain", "ce"));
        assertEquals("cell-a cell-b", complete(script, fake, "show", "cell", "cell"));
        assertEquals("routes", complete(script, fake, "ls", "ro"));
        assertEquals("gateway", complete(script, fake, "keys", "ga"));
        assertEquals("--add-to", complete(script, fake, "keys", "--add"));
        assertEquals("--token-file", complete(script, fake, "drain", "--tok"));
        assertTrue(nest.run("completion", "zsh").out().contains("bashcompinit"));
    }

    /** Returns bash's completions after these words. */
    private static String complete(Path script, Path nest, String... words) throws IOException, InterruptedException {
        String line = String.join(
                " ",
                Stream.concat(Stream.of(nest.toString()), Stream.of(words))
                        .map(word -> "'" + word + "'")
                        .toList());
        String test = "source '" + script + "'; COMP_WORDS=(" + line + "); COMP_CWORD=" + words.length
                + "; _complete_nest_with_ids; echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder("bash", "-c", test)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(30, TimeUnit.SECONDS));
        return said.strip();
    }
}
