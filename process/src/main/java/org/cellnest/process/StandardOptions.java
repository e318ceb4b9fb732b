package org.cellnest.process;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Reads the options of every process and of development mode: {@code --config FILE}, {@code --set key=value} any number
 * of times, {@code --help} and {@code --version}.
 *
 * @param config the file, or null where none was given
 * @param sets what followed each {@code --set}, in order
 */
public record StandardOptions(@Nullable Path config, List<String> sets, boolean help, boolean version) {
    private static final int HELP_WIDTH = 120;

    /**
     * Makes a command line that has these options beside its own.
     *
     * @param spec with its own options
     * @param setDescription a sentence on {@code --set}, for the help
     */
    public static CommandLine commandLine(CommandSpec spec, String setDescription) {
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
                .description(setDescription)
                .build());
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("This text.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("The version.")
                .build());
        // A value is verbatim: quotes and @ in it are the user's own.
        return new CommandLine(spec).setTrimQuotes(false).setExpandAtFiles(false);
    }

    /** Returns the values that a command line of {@link #commandLine} has parsed. */
    public static StandardOptions of(ParseResult result) {
        return new StandardOptions(
                result.matchedOptionValue("--config", (Path) null),
                result.matchedOptionValue("--set", List.<String>of()),
                result.isUsageHelpRequested(),
                result.isVersionHelpRequested());
    }
}
