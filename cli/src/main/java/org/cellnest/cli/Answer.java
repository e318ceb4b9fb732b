package org.cellnest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a call, printed for people or scripts.
 *
 * @param body empty if it is saved in a file
 * @param saved the file of the body, or null
 * @param gateway the address that answered
 * @param roundTripMs milliseconds from sending the request to the last byte of the body
 */
record Answer(
        int status,
        HttpHeaders headers,
        byte[] body,
        @Nullable Saved saved,
        String gateway,
        double roundTripMs) {
    /** A file that has the whole body of an answer. */
    record Saved(Path file, long bytes) {}

    /** Prints the same fields as the router's own answer to {@code POST /v1/try}. */
    void printJson(Console console) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("status", status);
        ArrayNode list = document.putArray("headers");
        headers.map()
                .forEach((name, values) ->
                        values.forEach(value -> list.addArray().add(name).add(value)));
        String text = saved == null ? text(body) : null;
        document.put("body", text);
        document.put(
                "bodyBase64",
                saved == null && text == null ? Base64.getEncoder().encodeToString(body) : null);
        if (saved != null) {
            document.put("file", saved.file().toString()).put("bytes", saved.bytes());
        }
        document.put("truncated", false);
        document.put("totalMs", roundTripMs);
        ArrayNode timing = document.putArray("timing");
        hops().forEach(hop -> timing.addObject().put("name", hop.name()).put("ms", hop.ms()));
        document.put("gateway", gateway);
        console.print(document);
    }

    void print(Console console, boolean include, boolean silent) {
        PrintStream out = console.cliEnvironment().out();
        if (include) {
            console.print("HTTP/1.1 " + statusLine());
            headers.map()
                    .forEach((name, values) -> values.forEach(value -> console.print(Text.safe(name + ": " + value))));
            console.print("");
        } else if (!silent) {
            Style.Colour colour = status < 400 ? Style.Colour.GREEN : Style.Colour.RED;
            console.note(console.style().paint(colour, statusLine()) + "  "
                    + Numbers.millis(OptionalDouble.of(roundTripMs)) + "  " + gateway);
        }
        boolean onTerminal = console.cliEnvironment().terminal() != null;
        if (saved != null) {
            if (!silent) {
                console.note(Text.safe("saved " + Numbers.bytes(saved.bytes()) + " in " + saved.file()));
            }
        } else if (onTerminal && text(body) == null) {
            console.note("(a body of " + Numbers.bytes(body.length) + " that is no text; not shown on a terminal)");
        } else {
            out.write(body, 0, body.length);
            if (onTerminal && !endsLine(body)) {
                out.println();
            }
        }
        out.flush();
        if (!silent) {
            timing(console);
        }
    }

    private void timing(Console console) {
        List<Hop> hops = hops();
        if (hops.isEmpty()) {
            console.note("(no timing of the hops: the gateway tells it only to clients in gateway.timing.trusted)");
            return;
        }
        int width = console.cliEnvironment().terminal() == null
                ? TerminalSize.USUAL.columns()
                : console.cliEnvironment().width();
        TimingBars.lines(hops, console.style(), width).forEach(console::note);
    }

    private String statusLine() {
        return status + " " + StatusPhrases.of(status);
    }

    private List<Hop> hops() {
        return Hop.parse(headers.allValues("Server-Timing"));
    }

    private static boolean endsLine(byte[] body) {
        return body.length == 0 || body[body.length - 1] == '\n';
    }

    /** Returns the body as text; null if it is not text. */
    private static @Nullable String text(byte[] body) {
        for (byte b : body) {
            if (b == 0) {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
