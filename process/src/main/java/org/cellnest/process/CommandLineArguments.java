package org.cellnest.process;

import java.nio.file.Path;
import java.util.List;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The arguments of every process: {@code --config FILE}, {@code --set key=value} any number of times, {@code --help} and
 * {@code --version}.
 */
final class CommandLineArguments {
    private static final int HELP_WIDTH = 120;

    private final String process;
    private final CommandLine commandLine;

    CommandLineArguments(String process) {
        this.process = process;
        CommandSpec spec = CommandSpec.create().name(process);
        spec.usageMessage().width(HELP_WIDTH);
        spec.addOption(OptionSpec.builder("--config")
                .paramLabel("FILE")
                .type(Path.class)
                .description("Settings file (HOCON).")
                .build());
        spec.addOption(OptionSpec.builder("--set")
                .paramLabel("key=value")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description("One setting, over environment and file; may be repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("This text.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("The version.")
                .build());
        commandLine = new CommandLine(spec);
        // A value is verbatim: quotes and @ in it are the user's own.
        commandLine.setTrimQuotes(false).setExpandAtFiles(false);
    }

    /** What the arguments ask for. */
    record Parsed(@Nullable Path config, List<String> sets, boolean help, boolean version) {}

    /** Throws {@link ParameterException} with one line that says what is wrong. */
    Parsed parse(String[] args) {
        ParseResult result = commandLine.parseArgs(args);
        return new Parsed(
                result.matchedOptionValue("--config", (Path) null),
                result.matchedOptionValue("--set", List.<String>of()),
                result.isUsageHelpRequested(),
                result.isVersionHelpRequested());
    }

    /** The options, then every key that the process uses itself. */
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
