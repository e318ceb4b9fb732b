package org.cellnest.runtime.deploy.jar;

/** Distinguishes errors that one file has caused from errors of the whole JVM. Stateless. */
public final class FatalErrors {
    private FatalErrors() {}

    /** Throws on what no file can be blamed for, such as a lack of memory; returns for all else. */
    public static void rethrowFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
