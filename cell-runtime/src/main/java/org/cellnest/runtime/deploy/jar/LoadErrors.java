package org.cellnest.runtime.deploy.jar;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.cellnest.runtime.handler.InvalidCellException;
import org.jspecify.annotations.Nullable;

/** Explains in plain words why a cell's code cannot be loaded or constructed. Stateless. */
public final class LoadErrors {
    private static final int MAX_WRAPPERS = 10;

    private LoadErrors() {}

    /** Returns a sentence for the cell's author, followed by the causes, on one line of bounded length. */
    public static String of(Throwable thrown) {
        Throwable named = unwrapped(thrown);
        String sentence = named instanceof InvalidCellException ? String.valueOf(named.getMessage()) : sentence(named);
        // The message of the one has what the other is about.
        Throwable told = named instanceof InvalidCellException && named.getCause() != null ? named.getCause() : named;
        return Causes.line(sentence, told);
    }

    private static String sentence(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnsupportedClassVersionError) {
            return "compiled for a newer Java than " + Runtime.version().feature() + ", which runs this cell: "
                    + message;
        }
        if (cause instanceof ClassFormatError) {
            boolean truncated = message.startsWith("Truncated") || message.contains("truncated");
            return (truncated ? "a class is truncated: " : "a class is damaged: ") + message;
        }
        boolean initialized = !message.startsWith("Could not initialize class");
        if ((cause instanceof NoClassDefFoundError && initialized) || cause instanceof ClassNotFoundException) {
            return "class " + message.replace('/', '.')
                    + " is missing (expected: in the jar or in a jar of its META-INF/lib)";
        }
        if (cause instanceof NoSuchMethodError || cause instanceof NoSuchFieldError || cause instanceof LinkageError) {
            return "its classes do not fit together: " + cause.getClass().getSimpleName() + ": " + message;
        }
        if (cause instanceof InterruptedException) {
            return "loading it was interrupted";
        }
        return cause.getMessage() == null
                ? cause.getClass().getName() + where(cause)
                : cause.getClass().getName() + ": " + message + where(cause);
    }

    /** Returns the throwable of the deployment's own code, with its stack for the author; null if there is none. */
    static @Nullable public Throwable thrownBy(String deployment, Throwable thrown) {
        Throwable cause = thrown instanceof InvalidCellException ? thrown.getCause() : thrown;
        if (cause == null) {
            return null;
        }
        Throwable inner = unwrapped(cause);
        boolean own =
                Arrays.stream(inner.getStackTrace()).anyMatch(frame -> deployment.equals(frame.getClassLoaderName()));
        return own ? inner : null;
    }

    /** Unwraps a throwable from the wrappers of reflection. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_WRAPPERS && isWrapper(cause) && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof InvocationTargetException || thrown instanceof ExceptionInInitializerError;
    }

    private static String where(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : " (at " + trace[0] + ")";
    }
}
