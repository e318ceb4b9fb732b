package org.cellnest.router;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.transport.Clock;

/**
 * Writes the first line about a subject at once, and repetitions of it once a minute: the last one, with their number.
 * Used by one thread.
 */
final class RepeatedLines {
    static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(1);
    /** The maximum number of subjects; beyond it, the oldest is written and removed. */
    static final int MAX_SUBJECTS = 1024;

    /** Takes a line. */
    interface Log {
        void write(boolean warning, String text);
    }

    private static final class Subject {
        private long toldNs;
        private int untold;
        private boolean warning;
        private String text = "";
    }

    private final Log log;
    private final Clock clock;
    private final Map<String, Subject> subjectsByKey = new LinkedHashMap<>();

    RepeatedLines(Log log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Writes a line, or counts it. Costs the same however many subjects there are.
     *
     * @param key the same for lines that are repetitions of each other
     */
    void line(String key, boolean warning, String text) {
        Subject subject = subjectsByKey.get(key);
        if (subject != null) {
            subject.untold++;
            subject.warning = warning;
            subject.text = text;
            return;
        }
        if (subjectsByKey.size() == MAX_SUBJECTS) {
            Iterator<Subject> eldest = subjectsByKey.values().iterator();
            tell(eldest.next());
            eldest.remove();
        }
        subject = new Subject();
        subject.toldNs = clock.nanoTime();
        subjectsByKey.put(key, subject);
        log.write(warning, text);
    }

    /** Writes the lines that were repeated for a minute, and forgets the others of that age. */
    void onTick() {
        long nowNs = clock.nanoTime();
        for (Iterator<Subject> all = subjectsByKey.values().iterator(); all.hasNext(); ) {
            Subject subject = all.next();
            if (nowNs - subject.toldNs < PERIOD_NS) {
                continue;
            }
            if (subject.untold == 0) {
                all.remove();
            } else {
                tell(subject);
                subject.toldNs = nowNs;
            }
        }
    }

    private void tell(Subject subject) {
        if (subject.untold > 0) {
            String times = subject.untold == 1 ? "once more" : subject.untold + " times more";
            log.write(subject.warning, subject.text + " [" + times + " in the last minute]");
            subject.untold = 0;
        }
    }
}
