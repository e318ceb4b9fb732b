package org.cellnest.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code nest help}: prints the same text as {@code --help}, for all commands or for one. */
@Command(name = "help", description = "Shows what there is, or how one command is used.")
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "One of the commands.")
    private @Nullable String command;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine asked = command == null ? root : root.getSubcommands().get(command);
        if (asked == null) {
            throw NestException.usage("help " + command + " (expected: one of "
                    + String.join(", ", root.getSubcommands().keySet()) + ")");
        }
        asked.usage(root.getOut());
        return ExitCode.OK;
    }
}
