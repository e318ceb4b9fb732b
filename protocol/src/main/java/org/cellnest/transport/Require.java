package org.cellnest.transport;

/** Checks the arguments of this package's classes. */
final class Require {

    private Require() {}

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }
}
