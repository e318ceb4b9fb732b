package org.cellnest.transport.jeromq;

import java.nio.file.Path;
import java.util.List;

/** A change of an allow list's file that an operator should know. */
sealed interface AllowListChange {
    /** The maximum number of names that a sentence lists; further ones are counted. */
    int MAX_NAMES = 20;

    /** Describes the change in one line. */
    String sentence(Path file);

    /** A file with other keys, which are in force now. */
    record Replaced(AllowList before, AllowList now) implements AllowListChange {
        @Override
        public String sentence(Path file) {
            return file + ": now " + now + "; added: " + names(now.namesBeyond(before)) + "; removed: "
                    + names(before.namesBeyond(now));
        }

        private static String names(List<String> names) {
            if (names.isEmpty()) {
                return "none";
            }
            String first = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
            return names.size() <= MAX_NAMES ? first : first + " and " + (names.size() - MAX_NAMES) + " more";
        }
    }

    /** A file that cannot be used; the previous list stays in force. */
    record Broken(String problem, AllowList kept) implements AllowListChange {
        @Override
        public String sentence(Path file) {
            return problem + "; the list before it stays in force: " + kept;
        }
    }

    /** A file that can be used again and has the keys that stayed in force. */
    record Mended(AllowList kept) implements AllowListChange {
        @Override
        public String sentence(Path file) {
            return file + ": can be used again, with the same " + kept;
        }
    }
}
