package org.cellnest.runtime.deploy.jar;

/** Tells what one file has done to its own handling from what has befallen the JVM. Stateless. */
public final class FatalErrors {
    private FatalErrors() {}

    /** Throws on what no file can be blamed for, such as a lack of memory; returns for all else. */
    public static void rethrowFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
