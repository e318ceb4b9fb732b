package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the tables of docs/routing.md true. */
class RoutingPageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Path PAGE = Path.of("..", "docs", "routing.md");

    @Test
    void theTableOfTemplatesIsTrue() throws IOException {
        int rows = 0;
        for (String row : table("| template | matches | does not match |")) {
            String[] cells = row.replace("\\|", "\u0001").split("\\|", -1);
            PathTemplate template = PathTemplate.parse(codes(cells[1]).get(0));
            for (String path : codes(cells[2])) {
                assertNotNull(template.bind(path), template + " on " + path);
            }
            for (String path : codes(cells[3])) {
                assertNull(template.bind(path), template + " on " + path);
            }
            rows++;
        }
        assertTrue(rows > 5, "read " + rows + " rows");
    }

    @Test
    void theTableOfPrecedenceIsTrue() throws IOException {
        int rows = 0;
        for (String row : table("| request | candidates | wins because |")) {
            String[] cells = row.split("\\|", -1);
            String path = codes(cells[1]).get(0);
            PathTemplate winner = PathTemplate.parse(codes(cells[2]).get(0));
            PathTemplate other = PathTemplate.parse(codes(cells[2]).get(1));
            assertNotNull(winner.bind(path), row);
            assertNotNull(other.bind(path), row);
            assertTrue(PathTemplate.MOST_SPECIFIC_FIRST.compare(winner, other) < 0, row);
            rows++;
        }
        assertTrue(rows > 3, "read " + rows + " rows");
    }

    @Test
    void theExampleOfAnErrorIsTrue() throws IOException {
        String page = Files.readString(PAGE);
        TemplateException error =
                assertThrows(TemplateException.class, () -> PathTemplate.parse("/orders/{id:\\d+}/{id}"));

        assertTrue(page.contains("\n    " + error.getMessage() + "\n"), error.getMessage());
    }

    private static List<String> table(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> rows = new ArrayList<>();
        for (int i = lines.indexOf(heading) + 2; lines.get(i).startsWith("|"); i++) {
            rows.add(lines.get(i));
        }
        return rows;
    }

    private static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            codes.add(matcher.group(1).replace('\u0001', '|'));
        }
        return codes;
    }
}
