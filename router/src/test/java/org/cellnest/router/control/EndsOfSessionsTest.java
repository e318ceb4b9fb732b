package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.session.ConnectionEnd;
import org.junit.jupiter.api.Test;

/** Words for ends of sessions, as operators read them. */
class EndsOfSessionsTest {
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    @Test
    void everyReasonIsExplained() throws IOException {
        String page = Files.readString(Path.of("../docs/operating.md"));
        String section = page.substring(page.indexOf("## Ends of sessions"));
        List<String> rows = section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        TreeSet<String> explained = new TreeSet<>();
        for (String row : rows) {
            String[] cells = row.split(" \\| ", -1);
            assertEquals(3, cells.length, row);
            explained.addAll(WORD.matcher(cells[0])
                    .results()
                    .map((MatchResult word) -> word.group(1))
                    .toList());
        }
        assertEquals(
                Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                explained);
    }

    @Test
    void saysInASentenceWhatBecameOfAPeer() {
        assertEquals("left: it said goodbye", EventRecorder.left(ErrorCode.GOODBYE, "it said goodbye"));
        assertEquals(
                "was sent away by an operator", EventRecorder.left(ErrorCode.KICKED, "an operator has sent it away"));
        assertEquals(
                "lost: the connection closed without a goodbye, as when a process is killed or crashes, or the network"
                        + " breaks (lane-lost)",
                EventRecorder.left(ErrorCode.LANE_LOST, ConnectionEnd.reason("")));
        assertTrue(EventRecorder.left(ErrorCode.LANE_LOST, ConnectionEnd.reason("the key 'a' was taken off the list"))
                .startsWith("lost: the connection ended: the key 'a' was taken off the list (lane-lost)"));
    }
}
