package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
    @Test
    void isJsonWhateverItSays() {
        byte[] body = ProblemJson.body(400, "a \"b\" \\ \n \u0001", Map.of("requestId", "id"));
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"a \\\"b\\\" \\\\ \\n \\u0001\",\"requestId\":\"id\"}",
                new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void hasATitleForEveryStatusThatTheNestGives() {
        for (int status : new int[] {400, 404, 405, 408, 413, 414, 415, 417, 431, 500, 501, 502, 503, 504, 505}) {
            assertNotEquals("Client Error", ProblemJson.title(status));
            assertNotEquals("Server Error", ProblemJson.title(status));
        }
    }
}
