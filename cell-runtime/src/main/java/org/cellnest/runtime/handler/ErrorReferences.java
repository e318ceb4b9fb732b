package org.cellnest.runtime.handler;

import java.util.concurrent.ThreadLocalRandom;

/** Creates the references that link a 500 to its entry in the log. */
@FunctionalInterface
interface ErrorReferences {
    String next();

    /** Returns a source of ten random characters that are easy to read out; they are not secrets. */
    static ErrorReferences random() {
        String alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
        return () -> {
            StringBuilder reference = new StringBuilder(10);
            for (int i = 0; i < 10; i++) {
                reference.append(alphabet.charAt(ThreadLocalRandom.current().nextInt(alphabet.length())));
            }
            return reference.toString();
        };
    }
}
