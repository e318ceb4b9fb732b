package org.cellnest.process.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.List;
import org.cellnest.process.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Appends a stack trace in the format of the JDK. Each line is escaped, truncated and indented by at least a tab, so
 * that no line looks like the start of another event. Messages, frames, causes and the total length are bounded.
 * Stateless.
 */
final class TraceWriter {
    static final int MAX_MESSAGE = 4_096;
    static final int MAX_FRAMES = 200;
    static final int MAX_THROWABLES = 20;
    static final int MAX_TRACE = 64 << 10;
    private static final int MAX_NAME = 512;

    /** The prefixes of classes with omitted frames. */
    private final List<String> leftOut;

    private final boolean loaderNames;

    /**
     * Creates a writer.
     *
     * @param leftOut prefixes of the names of classes with omitted frames
     * @param loaderNames whether frames name the class loader and module
     */
    TraceWriter(List<String> leftOut, boolean loaderNames) {
        this.leftOut = leftOut;
        this.loaderNames = loaderNames;
    }

    /** Appends the lines, each with a line end. */
    void append(IThrowableProxy thrown, StringBuilder out) {
        new Walk(out).write(thrown, "", "\t");
    }

    private final class Walk {
        private final StringBuilder out;
        private final int start;
        private int throwables;
        private boolean cut;

        Walk(StringBuilder out) {
            this.out = out;
            this.start = out.length();
        }

        void write(IThrowableProxy thrown, String caption, String indent) {
            if (throwables++ >= MAX_THROWABLES) {
                cut(indent);
                return;
            }
            out.append(indent).append(caption);
            VisibleText.append(thrown.getClassName(), MAX_NAME, out);
            String message = thrown.getMessage();
            if (message != null) {
                out.append(": ");
                VisibleText.append(message, MAX_MESSAGE, out);
            }
            out.append('\n');
            if (thrown.isCyclic()) {
                return;
            }
            frames(thrown, indent + "\t");
            IThrowableProxy[] suppressed = thrown.getSuppressed();
            if (suppressed != null) {
                for (int i = 0; i < suppressed.length && !cut; i++) {
                    write(suppressed[i], "Suppressed: ", indent + "\t");
                }
            }
            @Nullable IThrowableProxy cause = thrown.getCause();
            if (cause != null && !cut) {
                write(cause, "Caused by: ", indent);
            }
        }

        private void frames(IThrowableProxy thrown, String indent) {
            StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
            int own = frames.length - thrown.getCommonFrames();
            int written = 0;
            for (int i = 0; i < own && !cut; i++) {
                if (isLeftOut(frames[i])) {
                    continue;
                }
                if (written++ == MAX_FRAMES) {
                    out.append(indent).append("... ").append(own - i).append(" more\n");
                    break;
                }
                out.append(indent).append("at ");
                VisibleText.append(text(frames[i].getStackTraceElement()), MAX_NAME, out);
                out.append('\n');
                if (out.length() - start > MAX_TRACE) {
                    cut(indent);
                }
            }
            if (thrown.getCommonFrames() > 0 && leftOut.isEmpty() && !cut) {
                out.append(indent)
                        .append("... ")
                        .append(thrown.getCommonFrames())
                        .append(" common frames omitted\n");
            }
        }

        private void cut(String indent) {
            if (!cut) {
                out.append(indent).append("... (the rest is left out)\n");
            }
            cut = true;
        }
    }

    private boolean isLeftOut(StackTraceElementProxy frame) {
        String name = frame.getStackTraceElement().getClassName();
        for (String prefix : leftOut) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private String text(StackTraceElement frame) {
        String whole = frame.toString();
        // Without the class loader's name, so that an IDE finds the line.
        return loaderNames ? whole : whole.substring(whole.lastIndexOf('/', whole.indexOf('(')) + 1);
    }
}
