package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives commands their options, the router, and standard output and error. For one thread. */
final class Console {
    private static final int MAX_ANSWER = 64;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Options options;
    private final CliEnvironment cliEnvironment;
    private final Style style;
    private @Nullable RouterClient router;
    private @Nullable HttpClient http;

    Console(Options options, CliEnvironment cliEnvironment) {
        this.options = options;
        this.cliEnvironment = cliEnvironment;
        this.style = cliEnvironment.style();
    }

    Options options() {
        return options;
    }

    CliEnvironment cliEnvironment() {
        return cliEnvironment;
    }

    Style style() {
        return style;
    }

    RouterClient router() {
        if (router == null) {
            router = new RouterClient(
                    http(),
                    options.routers(),
                    options.token(),
                    ANSWER_TIMEOUT,
                    cliEnvironment.nanoClock(),
                    options.usualPort());
        }
        return router;
    }

    HttpClient http() {
        if (http == null) {
            // A gateway may serve many hosts. The client reads this once, before its first request.
            System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
            // HTTP/1.1 alone: an offer to upgrade would be one more header that the other side has to understand.
            http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return http;
    }

    void print(String line) {
        cliEnvironment.out().println(line);
    }

    void print(List<String> lines) {
        lines.forEach(this::print);
    }

    void print(Table table) {
        print(table.lines(style, cliEnvironment.width()));
    }

    void print(JsonNode document) {
        Json.print(document, cliEnvironment.out());
    }

    /** Prints a line on standard error, which is separate from the requested output. */
    void note(String line) {
        cliEnvironment.out().flush();
        cliEnvironment.err().println(line);
        cliEnvironment.err().flush();
    }

    /**
     * Whether the user consents to an action. Without a terminal there is no question, and the answer is no.
     *
     * @param what the reason against the action
     */
    boolean consents(String what) {
        if (cliEnvironment.terminal() == null) {
            return false;
        }
        cliEnvironment.out().flush();
        cliEnvironment.err().print(Text.safe(what) + ". Go on? [y/N] ");
        cliEnvironment.err().flush();
        String answer = answer().strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /** Returns a line of standard input; the text after it remains for the next question. */
    private String answer() {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = cliEnvironment.in().read();
                    b >= 0 && b != '\n';
                    b = cliEnvironment.in().read()) {
                if (line.length() < MAX_ANSWER) {
                    line.append((char) b);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return line.toString();
    }

    /** Prints the line that reports an error. */
    void complain(String line) {
        note("nest: " + line);
    }
}
