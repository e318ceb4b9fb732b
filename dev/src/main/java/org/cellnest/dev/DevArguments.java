package org.cellnest.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.process.StandardOptions;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.SettingsSources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Parses the arguments of development mode, and writes its help. */
final class DevArguments {
    private final CommandLine commandLine;

    DevArguments() {
        CommandSpec spec = CommandSpec.create().name("scripts/dev");
        spec.usageMessage()
                .description(
                        "Serves a project while you write it: router, gateway and cell in one process. Every change is"
                                + " there within a second; what does not compile or deploy is shown here, and in the"
                                + " browser in place of every page.",
                        "");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("DIR")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description("A Maven project, a folder of Java sources, or a folder of classes; several are served"
                        + " together. Default: the working directory.")
                .build());
        flag(
                spec,
                "--compile",
                "Compiles the sources itself and ignores target/classes. Without either option whoever was last counts:"
                        + " classes that are newer than the sources are served as they are, else the sources are compiled.");
        flag(spec, "--classes", "Compiles nothing: serves what your IDE or Maven puts into target/classes.");
        spec.addOption(OptionSpec.builder("--port")
                .paramLabel("PORT")
                .type(int.class)
                .description("Port for browsers. Default: 8888, or the next that is free.")
                .build());
        spec.addOption(OptionSpec.builder("--debug")
                .paramLabel("PORT")
                .arity("0..1")
                .type(String.class)
                .description("Lets a debugger attach on this machine. Default: 5005.")
                .build());
        commandLine = StandardOptions.commandLine(
                spec, "One setting of router, gateway or cell, over environment and file; may be repeated.");
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
    }

    /** The values of parsed arguments. */
    record Parsed(
            List<Path> directories, Mode mode, @Nullable Integer port, StandardOptions standard) {
        /** @param file what counts where no {@code --config} was given, or null */
        SettingsSources settings(@Nullable Path file, Map<String, String> environment, Path here, Path home) {
            List<String> all = new ArrayList<>(standard.sets());
            if (port != null) {
                all.add(Catalogue.GATEWAY_HTTP_PORT.key() + "=" + port);
            }
            Path config = standard.config();
            return new SettingsSources(config != null ? config : file, all, environment, here, home);
        }
    }

    /**
     * Parses the arguments.
     *
     * @throws ParameterException with a message of one line that names the error
     */
    Parsed parse(String[] args) {
        ParseResult result = commandLine.parseArgs(args);
        boolean compile = result.hasMatchedOption("--compile");
        boolean classes = result.hasMatchedOption("--classes");
        if (compile && classes) {
            throw new ParameterException(commandLine, "--compile and --classes (expected: one of them)");
        }
        return new Parsed(
                result.matchedPositionalValue(0, List.of(Path.of(""))),
                compile ? Mode.COMPILE : classes ? Mode.CLASSES : Mode.NEWEST,
                result.matchedOptionValue("--port", (Integer) null),
                StandardOptions.of(result));
    }

    String help() {
        return commandLine.getUsageMessage() + """

                Libraries come from target/dependency, where ./mvnw dependency:copy-dependencies -DincludeScope=runtime puts
                them, and from META-INF/lib of classes and resources. NAME.conf in the project's folder is its settings.
                JAVA_OPTS goes to the JVM. Settings are those of scripts/router, scripts/gateway and scripts/cell.
                """;
    }
}
