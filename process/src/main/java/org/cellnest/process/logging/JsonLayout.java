package org.cellnest.process.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.cellnest.process.text.VisibleJson;
import org.cellnest.process.text.VisibleText;

/**
 * Lays out an event as one JSON object on one line. Members are {@code time}, {@code level}, {@code logger}, {@code
 * thread}, {@code deployment}, {@code requestId}, {@code message}, {@code exception} and {@code stackTrace}. The
 * deployment, the request id and the exception's members are present only if the event has them. The limits on length
 * are those of {@link LineLayout}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonFactory JSON = new JsonFactory();

    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());
    private final TraceWriter traces = new TraceWriter(List.of(), true);

    @Override
    public String doLayout(ILoggingEvent event) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setCharacterEscapes(VisibleJson.ESCAPES);
            json.writeStartObject();
            json.writeStringField("time", time.format(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", VisibleText.cut(event.getLoggerName(), LineLayout.MAX_FIELD));
            json.writeStringField("thread", VisibleText.cut(event.getThreadName(), LineLayout.MAX_FIELD));
            field(json, LogFields.DEPLOYMENT, LogFields.deployment(event));
            field(json, LogFields.REQUEST_ID, LogFields.requestId(event));
            json.writeStringField(
                    "message", VisibleText.cut(String.valueOf(event.getFormattedMessage()), LineLayout.MAX_MESSAGE));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                StringBuilder trace = new StringBuilder(1024);
                traces.append(thrown, trace);
                json.writeStringField("exception", VisibleText.of(thrown.getClassName(), LineLayout.MAX_FIELD));
                json.writeStringField("stackTrace", trace.toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.append('\n').toString();
    }

    private static void field(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, VisibleText.cut(value, LineLayout.MAX_FIELD));
        }
    }
}
