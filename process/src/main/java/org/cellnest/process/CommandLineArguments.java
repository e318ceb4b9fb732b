package org.cellnest.process;

import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses the arguments of a process, and writes its help. */
final class CommandLineArguments {
    private final String process;
    private final CommandLine commandLine;

    CommandLineArguments(String process) {
        this.process = process;
        commandLine = StandardOptions.commandLine(
                CommandSpec.create().name(process), "One setting, over environment and file; may be repeated.");
    }

    /** Throws {@link ParameterException} with one line that says what is wrong. */
    StandardOptions parse(String[] args) {
        return StandardOptions.of(commandLine.parseArgs(args));
    }

    /** Returns the help text: the options, then every key that the process itself uses. */
    String help() {
        StringBuilder text = new StringBuilder(commandLine.getUsageMessage());
        text.append("\nSettings (--set key=value, environment CELLNEST_KEY_WITH_UNDERSCORES, file, default):\n");
        for (Setting<?> setting : Catalogue.of(process)) {
            text.append("  ").append(setting.key());
            if (setting.hasFixedDefault()) {
                text.append(" = ").append(setting.defaultText().isEmpty() ? "\"\"" : setting.defaultText());
            } else {
                text.append(" (").append(setting.defaultText()).append(')');
            }
            text.append("\n      ").append(setting.sentence()).append('\n');
        }
        text.append("The keys of the other processes are accepted too, so that one file serves all.\n");
        return text.toString();
    }
}
