package org.cellnest.integration.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP answer, byte for byte.
 *
 * @param headers lines of the head after the status line, in order
 */
public record Answer(int status, List<String> headers, byte[] bytes) {
    /** The body as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** What became of the request where the nest had to say: {@code not-started}, {@code unknown} or nothing. */
    public String outcome() {
        return header("nest-outcome").orElse("");
    }

    /** Whether the client was told that the connection ends. */
    public boolean closesConnection() {
        return header("connection")
                .filter(value -> value.equalsIgnoreCase("close"))
                .isPresent();
    }

    @Override
    public String toString() {
        String body = text();
        return status + " " + headers + " " + (body.length() > 300 ? body.substring(0, 300) + "..." : body);
    }
}
