package org.cellnest.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code nest top}: shows live metrics of the nest in a terminal, and a single snapshot elsewhere. */
@Command(
        name = "top",
        description = {
            "Shows rates, latencies, cells and busiest routes, live. Keys: q quits, s sorts routes otherwise.",
            "Where standard output is no terminal, or with --json: once."
        })
final class TopCommand implements Callable<Integer> {
    /** The size assumed for output to a file. */
    private static final TerminalSize FILE = new TerminalSize(Integer.MAX_VALUE, 50);

    private final Console console;

    @Option(names = "--sort", paramLabel = "ORDER", description = "Of routes: rate (the default), p99, template.")
    private String sort = "rate";

    @Option(
            names = {"-d", "--delay"},
            paramLabel = "SECONDS",
            description = "Time between two looks, 1 to 60 (default: 2).")
    private int delaySeconds = 2;

    TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> orders = Kind.ROUTES.listing().orders();
        if (!orders.contains(sort)) {
            throw NestException.usage("--sort " + sort + " (expected: " + String.join(", ", orders) + ")");
        }
        if (delaySeconds < 1 || delaySeconds > 60) {
            throw NestException.usage("--delay " + delaySeconds + " (expected: 1 to 60)");
        }
        TopMetrics first = TopMetrics.ask(console.router(), sort);
        if (console.options().json()) {
            console.print(first.document());
        } else if (console.cliEnvironment().terminal() == null) {
            console.print(TopView.lines(first, sort, FILE, console.style(), now()));
        } else {
            live(first);
        }
        return ExitCode.OK;
    }

    private void live(TopMetrics first) {
        TopMetrics metrics = first;
        String order = sort;
        @Nullable String trouble = null;
        try (Screen screen = console.cliEnvironment().screens().open()) {
            while (true) {
                TerminalSize size = screen.size();
                List<String> lines = new ArrayList<>(TopView.lines(metrics, order, size, console.style(), now()));
                lines.add(footer(order, trouble, size));
                screen.draw(lines);
                int key = screen.key(Duration.ofSeconds(delaySeconds));
                if (key == 'q' || key == 'Q' || key == Screen.END) {
                    return;
                }
                order = key == 's' ? next(order) : order;
                try {
                    metrics = TopMetrics.ask(console.router(), order);
                    trouble = null;
                } catch (NestException e) {
                    trouble = e.line();
                }
            }
        } catch (IOException | IllegalStateException e) {
            throw NestException.refused("the terminal cannot be taken over: " + e.getMessage()
                    + " (expected: standard input is a terminal too)");
        }
    }

    private String footer(String order, @Nullable String trouble, TerminalSize size) {
        Style style = console.style();
        if (trouble != null) {
            return style.paint(Style.Colour.RED, Text.cut("nest: " + trouble, size.columns() - 1, style.ellipsis()));
        }
        String keys = "q quits  s sorts routes by " + next(order) + " (now: " + order + ")";
        return style.paint(Style.Colour.DIM, Text.cut(keys, size.columns() - 1, style.ellipsis()));
    }

    private static String next(String order) {
        List<String> orders = Kind.ROUTES.listing().orders();
        return orders.get((orders.indexOf(order) + 1) % orders.size());
    }

    private Instant now() {
        return console.cliEnvironment().clock().instant();
    }
}
