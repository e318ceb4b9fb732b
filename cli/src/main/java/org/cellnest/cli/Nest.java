package org.cellnest.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code nest}: picks the subcommand, and turns whatever goes wrong into one line and an exit code. */
@Command(
        name = "nest",
        description = "Shows what is in a nest, and tells it what to do.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes:",
            "  0  done",
            "  1  the nest said no: unknown id, nothing that matches, a wrong token, an answer of 400 and above",
            "  2  bad arguments or settings",
            "  3  nobody answered, or what answered is no router",
            "",
            "Examples:",
            "  nest ls routes -q orders --sort rate",
            "  nest explain GET /orders/7",
            "  nest call POST /orders --json-body '{\"item\":\"egg\"}'",
            "  nest drain cell-a && nest events -f"
        })
final class Nest implements Callable<Integer> {
    private static final int HELP_WIDTH = 110;

    @Mixin
    private final Options options;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "This text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "The version.")
    private boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Nest(Options options) {
        this.options = options;
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    static int run(String[] args, Surroundings surroundings) {
        Console console = new Console(new Options(surroundings), surroundings);
        int code = commandLine(console).execute(args);
        surroundings.out().flush();
        return code;
    }

    static CommandLine commandLine(Console console) {
        CommandLine nest = new CommandLine(new Nest(console.options()))
                .addSubcommand(new LsCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new CallCommand(console))
                .addSubcommand(new CellCommand.Drain(console))
                .addSubcommand(new CellCommand.Resume(console))
                .addSubcommand(new CellCommand.Kick(console))
                .addSubcommand(new EventsCommand(console))
                .addSubcommand(new TopCommand(console))
                .addSubcommand(new CompletionCommand(console));
        nest.getCommandSpec().version("cellnest nest " + packagedVersion());
        // A value is verbatim: quotes and @ in it are the user's own.
        nest.setTrimQuotes(false)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setOut(new java.io.PrintWriter(console.surroundings().out(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, arguments) -> complain(console, e))
                .setExecutionExceptionHandler((e, failed, parsed) -> complain(console, e));
        return nest;
    }

    /** Without a command, what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private static String packagedVersion() {
        return Objects.requireNonNullElse(Nest.class.getPackage().getImplementationVersion(), "(not packaged)");
    }

    private static int complain(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        console.complain(Text.safe(message) + " (" + command + " --help lists the options)");
        return ExitCode.USAGE;
    }

    private static int complain(Console console, Exception e) throws Exception {
        if (e instanceof NestException known) {
            console.complain(known.line());
            return known.exitCode();
        }
        throw e;
    }
}
