package org.cellnest.router.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.ops.OpsStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /v1/events}: server-sent events (HTML, section 9.2), lines of JSON, or the kept events as one object.
 */
final class EventPages {
    /** The kept events, as one object. */
    record Events(List<NestEvent> events) {}

    private enum Form {
        EVENTS("text/event-stream"),
        LINES("application/x-ndjson"),
        OBJECT("application/json");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    private final EventLog log;

    EventPages(EventLog log) {
        this.log = log;
    }

    void register(OpsServer.Builder ops) {
        ops.get("/v1/events", this::events);
    }

    private CompletionStage<OpsAnswer> events(OpsRequest request) throws OpsException {
        request.allowQuery("since", "follow");
        long since = since(request);
        boolean follow = follow(request.query("follow"));
        Form form = form(request.header("accept"), follow);
        if (!follow && form == Form.OBJECT) {
            return OpsAnswer.json(new Events(log.after(since))).now();
        }
        if (!follow) {
            return new OpsAnswer.Bytes(200, form.mediaType, text(log.after(since), form)).now();
        }
        if (log.followers() >= EventLog.MAX_FOLLOWERS) {
            throw tooMany();
        }
        byte[] keepAlive = (form == Form.EVENTS ? ": keep-alive\n\n" : "\n").getBytes(UTF_8);
        return new OpsAnswer.Streamed(form.mediaType, keepAlive, stream -> follow(stream, since, form)).now();
    }

    private void follow(OpsStream stream, long since, Form form) {
        Runnable end = log.follow(since, events -> stream.send(text(events, form)));
        if (end == null) {
            stream.end();
        } else {
            stream.onClosed(end);
        }
    }

    private static OpsException tooMany() {
        return new OpsException(
                503, EventLog.MAX_FOLLOWERS + " streams of events are open (expected: fewer; close some)");
    }

    private static long since(OpsRequest request) throws OpsException {
        String last = request.header("last-event-id");
        if (request.query("since") == null && last != null) {
            try {
                return Math.max(0, Long.parseLong(last));
            } catch (NumberFormatException e) {
                throw new OpsException(400, "Last-Event-ID: " + last + " (expected: the id of an event)");
            }
        }
        return request.query("since", 0, 0, Long.MAX_VALUE);
    }

    private static boolean follow(@Nullable String text) throws OpsException {
        return switch (text == null ? "true" : text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new OpsException(400, "follow: " + text + " (expected: true or false)");
        };
    }

    /** Returns the requested form. By default a stream is server-sent events, and an answer that ends is JSON. */
    private static Form form(@Nullable String accept, boolean follow) {
        String wanted = accept == null ? "" : accept;
        if (wanted.contains(Form.LINES.mediaType)) {
            return Form.LINES;
        }
        if (wanted.contains(Form.EVENTS.mediaType)) {
            return Form.EVENTS;
        }
        return follow ? Form.EVENTS : Form.OBJECT;
    }

    private static byte[] text(List<NestEvent> events, Form form) {
        StringBuilder text = new StringBuilder();
        for (NestEvent event : events) {
            if (form == Form.LINES) {
                text.append(json(event)).append('\n');
            } else {
                text.append("id: ").append(event.id()).append('\n');
                text.append("event: ").append(event.type().wireName()).append('\n');
                text.append("data: ").append(json(event)).append("\n\n");
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    private static String json(NestEvent event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written", e);
        }
    }
}
