package org.cellnest.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Implements the command {@code nest}: selects the subcommand, and turns every failure into one line and an exit code.
 */
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
            "  4  standard output could not be written, as on a full disk; a reader that leaves (| head) is no failure",
            "",
            "Examples:",
            "  nest ls routes -q orders --sort rate",
            "  nest explain GET /orders/7",
            "  nest call POST /orders --json-body '{\"item\":\"egg\"}'",
            "  nest drain cell-a && nest events -f"
        })
final class NestCommand implements Callable<Integer> {
    private static final int LEAST_HELP_WIDTH = 60;
    private static final int MOST_HELP_WIDTH = 110;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    static int run(String[] args, CliEnvironment cliEnvironment) {
        Console console = new Console(new Options(cliEnvironment), cliEnvironment);
        int code = commandLine(console).execute(args);
        String failure = StandardOutput.failure(cliEnvironment.out());
        if (failure == null) {
            return code;
        }
        console.complain(Text.safe("standard output cannot be written: " + failure));
        return code == ExitCode.OK ? ExitCode.OUTPUT : code;
    }

    static CommandLine commandLine(Console console) {
        CommandSpec root = CommandSpec.forAnnotatedObject(new NestCommand());
        root.addMixin("options", CommandSpec.forAnnotatedObject(console.options()));
        root.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("This text.")
                .build());
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("The version.")
                .build());
        root.version("cellnest nest " + packagedVersion());
        CommandLine nest = new CommandLine(root)
                .addSubcommand(new LsCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new CallCommand(console))
                .addSubcommand(new CellCommand.Drain(console))
                .addSubcommand(new CellCommand.Resume(console))
                .addSubcommand(new CellCommand.Kick(console))
                .addSubcommand(new LogCommand(console))
                .addSubcommand(new EventsCommand(console))
                .addSubcommand(new TopCommand(console))
                .addSubcommand(new KeysCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new HelpCommand());
        // A value is verbatim: quotes and @ in it are the user's own.
        nest.registerConverter(Kind.class, word -> constant(Kind.class, word))
                .registerConverter(ShowCommand.Subject.class, word -> constant(ShowCommand.Subject.class, word))
                .registerConverter(Peer.class, word -> constant(Peer.class, word))
                .registerConverter(CompletionCommand.Shell.class, word -> constant(CompletionCommand.Shell.class, word))
                .setTrimQuotes(false)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(Math.max(
                        LEAST_HELP_WIDTH,
                        Math.min(MOST_HELP_WIDTH, console.cliEnvironment().width())))
                .setOut(new PrintWriter(
                        new OutputStreamWriter(console.cliEnvironment().out(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, arguments) -> complain(console, e))
                .setExecutionExceptionHandler((e, failed, parsed) -> complain(console, e));
        return nest;
    }

    /** Prints the usage, if no subcommand is given. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    /** Returns the constant whose {@code toString} is the word, whatever its case. */
    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        throw new TypeConversionException(word + " (expected: "
                + Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "))
                + ")");
    }

    private static String packagedVersion() {
        return Objects.requireNonNullElse(NestCommand.class.getPackage().getImplementationVersion(), "(not packaged)");
    }

    private static int complain(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        console.complain(Text.safe(message) + " (" + command + " --help lists the options)");
        return ExitCode.USAGE;
    }

    private static int complain(Console console, Exception e) {
        if (e instanceof NestException known) {
            console.complain(known.line());
            return known.exitCode();
        }
        StackTraceElement[] trace = e.getStackTrace();
        console.complain(Text.safe("a fault of nest itself: " + e + (trace.length == 0 ? "" : " at " + trace[0])));
        return ExitCode.REFUSED;
    }
}
