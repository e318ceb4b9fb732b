package org.cellnest.process.settings;

import java.util.List;

/** Reports unusable settings: every problem found, one line each. The process ends with exit code 2. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }

    /** Returns one line for each problem, with the key, the value, the expected values and the value's origin. */
    public List<String> problems() {
        return problems;
    }
}
