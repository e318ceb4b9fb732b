package org.cellnest.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * Controls the terminal of this process. It reads keys one at a time without echo, except Ctrl-C, and draws on the
 * alternate screen, so that the previous content reappears afterwards. A shutdown hook restores the terminal if the
 * screen is not closed.
 */
final class JLineScreen implements Screen {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Terminal terminal;
    private final Attributes before;
    private final Thread onShutdown = new Thread(this::restore, "nest-restore-terminal");
    private final AtomicBoolean restored = new AtomicBoolean();
    private volatile boolean interrupted;

    private JLineScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
    }

    static Screen open() throws IOException {
        // The provider that asks stty needs no native library.
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider("exec")
                .dumb(false)
                .build();
        JLineScreen screen = new JLineScreen(terminal);
        Runtime.getRuntime().addShutdownHook(screen.onShutdown);
        terminal.handle(Terminal.Signal.INT, signal -> screen.interrupted = true);
        screen.write(ENTER);
        return screen;
    }

    @Override
    public TerminalSize size() {
        int columns = terminal.getWidth();
        int rows = terminal.getHeight();
        return columns < 1 || rows < 1 ? TerminalSize.USUAL : new TerminalSize(columns, rows);
    }

    @Override
    public void draw(List<String> lines) {
        write(HOME + String.join(CLEAR_LINE + "\r\n", lines) + CLEAR_LINE + CLEAR_BELOW);
    }

    @Override
    public int key(Duration atMost) throws IOException {
        int read = terminal.reader().read(Math.max(1, atMost.toMillis()));
        if (interrupted || read == NonBlockingReader.EOF) {
            return END;
        }
        return read < 0 ? NO_KEY : read;
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // The terminal is gone, or the process is ending anyway: what could be given back has been.
            interrupted = true;
        }
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            write(LEAVE);
            terminal.setAttributes(before);
        }
    }

    private void write(String text) {
        PrintWriter writer = terminal.writer();
        writer.write(text);
        writer.flush();
    }
}
