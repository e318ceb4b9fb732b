package org.cellnest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a stream. A stream has either one JSON document on each line, or server-sent events of the HTML
 * standard. Fields other than {@code data} are ignored, since an event contains its own id and type. For one thread;
 * does not own the stream.
 */
final class EventLines {
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final String DATA = "data:";

    private final InputStream in;
    private final Runnable onLine;
    private final StringBuilder data = new StringBuilder();

    /**
     * Creates a reader.
     *
     * @param onLine runs after every line, including the comments that keep a connection alive
     */
    EventLines(InputStream in, Runnable onLine) {
        this.in = in;
        this.onLine = onLine;
    }

    /** Returns the next event of a stream with one JSON document on each line; null at the end. */
    @Nullable
    JsonNode nextOfLines() throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (!line.isBlank()) {
                return parse(line);
            }
        }
        return null;
    }

    /** Returns the next server-sent event; null at the end. A truncated event is dropped. */
    @Nullable
    JsonNode nextOfStream() throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith(DATA)) {
                String value = line.substring(DATA.length());
                data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
                if (data.length() > MAX_LINE_BYTES) {
                    throw tooLong();
                }
            } else if (line.isEmpty() && !data.isEmpty()) {
                String whole = data.toString();
                data.setLength(0);
                return parse(whole);
            }
        }
        return null;
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode event = Json.read(text);
            if (event.isObject()) {
                return event;
            }
        } catch (JsonProcessingException e) {
            throw NestException.unreachable("an event that is no JSON: " + Text.cut(text.strip(), 80, "..."));
        }
        throw NestException.unreachable("an event that is no JSON object: " + Text.cut(text.strip(), 80, "..."));
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                onLine.run();
                return line.toString(StandardCharsets.UTF_8);
            }
            if (b != '\r') {
                line.write(b);
            }
            if (line.size() > MAX_LINE_BYTES) {
                throw tooLong();
            }
        }
        return null;
    }

    private static NestException tooLong() {
        return NestException.unreachable("an event of more than " + Numbers.bytes(MAX_LINE_BYTES));
    }
}
