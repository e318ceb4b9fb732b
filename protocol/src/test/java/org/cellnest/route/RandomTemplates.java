package org.cellnest.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small templates that are likely to share segments. */
final class RandomTemplates {
    private static final List<String> PIECES = List.of(
            "", "a", "b", "...", ":", "{}", "{:a}", "{:b|a}", "{:...}", "{:a{1,2}}", "{:[^}/]+}", "{:a/b}", "{:\\}}");

    private RandomTemplates() {}

    static PathTemplate template(Random random) {
        StringBuilder text = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            text.append('/').append(named(PIECES.get(random.nextInt(PIECES.size())), "v" + i));
        }
        if (random.nextInt(5) == 0) {
            text.append("/{rest...}");
        }
        return PathTemplate.parse(text.toString());
    }

    /** Made from the shape alone, so that it also shows that the shape can be read. */
    static PathTemplate renamed(PathTemplate template) {
        String shape = template.canonicalShape();
        StringBuilder text = new StringBuilder();
        int names = 0;
        int i = 0;
        while (i < shape.length()) {
            if (shape.charAt(i) == '{') {
                int close = RegexText.closingBrace(shape, i + 1);
                text.append(named(shape.substring(i, close + 1), "n" + names++));
                i = close + 1;
            } else {
                text.append(shape.charAt(i++));
            }
        }
        return PathTemplate.parse(text.toString());
    }

    static List<Segment> nameless(PathTemplate template) {
        List<Segment> nameless = new ArrayList<>();
        for (Segment segment : template.segments()) {
            if (segment instanceof Segment.Variable variable) {
                nameless.add(new Segment.Variable("", variable.constraint()));
            } else if (segment instanceof Segment.Rest) {
                nameless.add(new Segment.Rest(""));
            } else {
                nameless.add(segment);
            }
        }
        return nameless;
    }

    private static String named(String piece, String name) {
        return piece.startsWith("{") ? "{" + name + piece.substring(1) : piece;
    }
}
