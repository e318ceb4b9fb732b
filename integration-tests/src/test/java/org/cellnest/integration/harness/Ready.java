package org.cellnest.integration.harness;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ready line of a process: where it listens. */
public record Ready(String line) {
    /** The port after a name such as {@code http}, {@code ops}, {@code front} or {@code back}. */
    public int port(String name) {
        Matcher matcher = Pattern.compile("\\b" + name + " [a-z]+://(?:\\[[^]]*]|[^:/ ,\\[]+):(\\d+)")
                .matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException(line + " (expected: " + name + " and an endpoint)");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** {@code tcp://127.0.0.1:PORT} of a name. */
    public String endpoint(String name) {
        return "tcp://127.0.0.1:" + port(name);
    }

    /** All ports it listens on. */
    public List<Integer> ports() {
        String own = line.replaceFirst(", routers .*", "");
        return Pattern.compile(":(\\d+)\\b")
                .matcher(own)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
    }
}
