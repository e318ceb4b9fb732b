package org.cellnest.gateway.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.cellnest.process.text.VisibleJson;
import org.cellnest.process.text.VisibleText;
import org.jspecify.annotations.Nullable;

/** Formats entries as one JSON object a line; members without a value are left out. */
final class JsonFormat implements AccessFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private final DateTimeFormatter time;

    JsonFormat(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(zone);
    }

    @Override
    public String line(AccessEntry entry) {
        StringWriter out = new StringWriter(384);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setCharacterEscapes(VisibleJson.ESCAPES);
            json.writeStartObject();
            json.writeStringField("time", time.format(Instant.ofEpochMilli(entry.epochMillis())));
            put(json, "client", entry.client());
            if (entry.refusedLine() == null) {
                put(json, "method", entry.method());
                put(json, "target", entry.query().isEmpty() ? entry.path() : entry.path() + "?" + entry.query());
                put(json, "protocol", entry.protocol());
            } else {
                put(json, "requestLine", entry.refusedLine());
            }
            json.writeNumberField("status", entry.status());
            json.writeNumberField("bytes", entry.bytes());
            put(json, "referer", entry.referer());
            put(json, "userAgent", entry.userAgent());
            put(json, "requestId", entry.requestId());
            put(json, "route", entry.route());
            put(json, "cell", entry.cell());
            StringBuilder millis = new StringBuilder(16);
            entry.millis(millis);
            json.writeFieldName("durationMs");
            json.writeNumber(millis.toString());
            put(json, "outcome", entry.outcome());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.toString();
    }

    private static void put(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty() && !value.equals("-")) {
            json.writeStringField(name, VisibleText.cut(value, MAX_TEXT));
        }
    }
}
