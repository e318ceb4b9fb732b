package org.cellnest.integration.harness;

import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it.
 *
 * @param key what tells it from all others of its load
 * @param answer null where there was none
 * @param error why there was none, or empty
 * @param sent whether it was sent whole, so that it may have been started
 * @param answeredAtMs when it ended, as the wall clock says, to compare with other processes of this machine
 */
public record Shot(
        String method,
        String path,
        String key,
        long startNs,
        long endNs,
        @Nullable Answer answer,
        String error,
        boolean sent,
        long answeredAtMs) {
    /** The answer's status, 0 where there was none. */
    public int status() {
        return answer == null ? 0 : answer.status();
    }

    /** The answer's outcome header, or empty. */
    public String outcome() {
        return answer == null ? "" : answer.outcome();
    }

    /** The answer's body, or empty. */
    public String text() {
        return answer == null ? "" : answer.text();
    }

    /** Whether it ended as it should on a good day. */
    public boolean isOk() {
        return status() >= 200 && status() < 300;
    }

    @Override
    public String toString() {
        return method + " " + path + " -> " + (answer == null ? error : answer) + " after "
                + (endNs - startNs) / 1_000_000 + " ms";
    }
}
