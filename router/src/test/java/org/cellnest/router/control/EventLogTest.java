package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLogTest {
    @Test
    void showsTextsOfGuestsOnOneLineOfBoundedLength() {
        EventLog log = new EventLog(new ManualClock(), Runnable::run);
        log.add(entry("up\u001b[2J\nforged\u202e", "\u0085 why"));
        log.add(entry("\n".repeat(200_000), null));
        List<NestEvent> events = log.after(0);
        assertEquals("up\\u001b[2J\\nforged\\u202e", events.get(0).message());
        assertEquals("\\u0085 why", events.get(0).reason());
        assertEquals(
                "\\n".repeat(EventLog.MAX_TEXT / 2) + "... (198976 more characters)",
                events.get(1).message());
    }

    private static EventLog.Entry entry(String message, @Nullable String reason) {
        return new EventLog.Entry(
                EventType.DEPLOYMENT_FAILED, "a", null, null, "orders", null, null, null, reason, message);
    }
}
