package org.cellnest.integration.harness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Shows what the processes of a nest have written where a test has failed. As an extension on a test class, with
 * {@code @ExtendWith(Failures.class)}.
 */
public final class Failures implements AfterTestExecutionCallback {
    private static final int MOST_CLOSED = 2;
    private static final Map<NestOfProcesses, Boolean> OPEN = new LinkedHashMap<>();
    private static final Deque<String> CLOSED = new ArrayDeque<>();

    static synchronized void watch(NestOfProcesses nest) {
        OPEN.put(nest, true);
    }

    static synchronized void remember(NestOfProcesses nest) {
        if (OPEN.remove(nest) != null) {
            CLOSED.addLast(nest.describe());
            if (CLOSED.size() > MOST_CLOSED) {
                CLOSED.removeFirst();
            }
        }
    }

    private static synchronized String all() {
        StringBuilder text = new StringBuilder();
        CLOSED.forEach(text::append);
        OPEN.keySet().forEach(nest -> text.append(nest.describe()));
        return text.toString();
    }

    private static synchronized void forget() {
        CLOSED.clear();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.err.println("==== " + context.getDisplayName() + " failed; its processes wrote:\n" + all());
        }
        forget();
    }
}
