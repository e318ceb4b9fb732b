package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard listens to each type of event by its name. */
class FeedTypesTest {
    private static final String FEED = "/org/cellnest/router/dashboard/feed.js";

    @Test
    void listensToEveryTypeOfEvent() throws IOException {
        assertEquals(Stream.of(EventType.values()).map(EventType::wireName).toList(), typesOfTheFeed());
    }

    private static List<String> typesOfTheFeed() throws IOException {
        try (InputStream in = FeedTypesTest.class.getResourceAsStream(FEED)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher list = Pattern.compile("export const TYPES = \\[([^]]*)]").matcher(script);
            assertTrue(list.find(), "no TYPES in " + FEED);
            return Pattern.compile("\"([^\"]+)\"")
                    .matcher(list.group(1))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }
    }
}
