package org.cellnest.route;

import org.jspecify.annotations.Nullable;

/**
 * Splits the path of the current match at its slashes into indices, not into strings. One object is used for all
 * matches. At most one segment more than a template can have is looked at. Belongs to the thread of its trie.
 */
final class RouteTriePath {
    private static final int MAX_COUNT = PathTemplate.MAX_SEGMENTS + 1;

    private final int[] from = new int[MAX_COUNT];
    private final int[] to = new int[MAX_COUNT];
    private final int[] hash = new int[MAX_COUNT];
    private final Key probe = new Key("", 0, 0, 0);
    private String text = "";
    private int count;

    /** Loads a path; returns false if the text does not begin with a slash. */
    boolean load(String path) {
        count = 0;
        if (!path.startsWith("/")) {
            return false;
        }
        text = path;
        int start = 1;
        while (start <= path.length() && count < MAX_COUNT) {
            int end = start;
            int h = 0;
            for (; end < path.length(); end++) {
                char c = path.charAt(end);
                if (c == '/') {
                    break;
                }
                h = 31 * h + c;
            }
            from[count] = start;
            to[count] = end;
            hash[count] = h;
            count++;
            start = end + 1;
        }
        return true;
    }

    /** Releases the text. */
    void clear() {
        text = "";
        probe.text = "";
    }

    boolean endsAt(int depth) {
        return depth == count;
    }

    boolean isEmptyAt(int depth) {
        return from[depth] == to[depth];
    }

    String segment(int depth) {
        return text.substring(from[depth], to[depth]);
    }

    /** Returns a key for one look-up; the next call changes it. */
    Key key(int depth) {
        probe.text = text;
        probe.from = from[depth];
        probe.to = to[depth];
        probe.hash = hash[depth];
        return probe;
    }

    /**
     * A section of a string as the key of a map. Comparable, so that literals chosen to share one hash cost a hash map
     * a logarithm, not a list.
     */
    static final class Key implements Comparable<Key> {
        private String text;
        private int from;
        private int to;
        private int hash;

        private Key(String text, int from, int to, int hash) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.hash = hash;
        }

        static Key of(String literal) {
            return new Key(literal, 0, literal.length(), literal.hashCode());
        }

        @Override
        public int compareTo(Key that) {
            int byLength = Integer.compare(to - from, that.to - that.from);
            for (int i = 0; byLength == 0 && i < to - from; i++) {
                int byChar = Character.compare(text.charAt(from + i), that.text.charAt(that.from + i));
                if (byChar != 0) {
                    return byChar;
                }
            }
            return byLength;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && hash == that.hash
                    && to - from == that.to - that.from
                    && text.regionMatches(from, that.text, that.from, to - from);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
