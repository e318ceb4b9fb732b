package org.cellnest.process.settings;

import java.util.List;

/** Settings that cannot be used: every problem found, one line each. The process ends with exit code 2. */
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

    /** One line for each problem, naming the key, the value, what was expected and where the value came from. */
    public List<String> problems() {
        return problems;
    }
}
