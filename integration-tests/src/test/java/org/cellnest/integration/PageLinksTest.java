package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;

/** Every relative link of the README and the pages below {@code docs} leads to a file, and to a heading of it. */
class PageLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void leadToFilesAndHeadings() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();
        assertTrue(pages.size() > 10, pages::toString);
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page).replaceAll("(?s)```.*?```", ""));
            while (link.find()) {
                String to = link.group(1);
                if (!to.contains("://") && !leads(page, to)) {
                    broken.add(Project.root().relativize(page) + ": " + to);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leads(Path page, String to) throws IOException {
        int hash = to.indexOf('#');
        String file = hash < 0 ? to : to.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(target) || hash < 0) {
            return Files.exists(target);
        }
        Matcher heading = HEADING.matcher(Files.readString(target));
        while (heading.find()) {
            if (anchor(heading.group(1)).equals(to.substring(hash + 1))) {
                return true;
            }
        }
        return false;
    }

    /** The anchor that GitHub gives a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Project.root().resolve("README.md")));
        try (Stream<Path> docs = Files.walk(Project.root().resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
