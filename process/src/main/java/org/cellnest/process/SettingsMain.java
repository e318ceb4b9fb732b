package org.cellnest.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.process.text.VisibleText;
import picocli.CommandLine.ParameterException;

/**
 * Prints the settings that a process would have with given arguments, for scripts. {@code SettingsMain NAME KEY...
 * [--config FILE] [--set key=value]...} checks all settings and prints the value of each key on its own line. Error
 * messages begin with NAME.
 */
public final class SettingsMain {
    private SettingsMain() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        String name = args.length == 0 ? "settings" : args[0];
        int from = Math.min(1, args.length);
        int to = from;
        while (to < args.length && !args[to].startsWith("-")) {
            to++;
        }
        try {
            StandardOptions parsed = new CommandLineArguments(name).parse(Arrays.copyOfRange(args, to, args.length));
            Settings settings = ProcessMain.sources(parsed).resolve();
            List<String> lines = new ArrayList<>();
            for (String key : Arrays.copyOfRange(args, from, to)) {
                lines.add(settings.value(setting(key)).toString());
            }
            lines.forEach(System.out::println);
            return ExitCode.STOPPED;
        } catch (ParameterException e) {
            complain(name, String.valueOf(e.getMessage()));
        } catch (SettingsException e) {
            e.problems().forEach(problem -> complain(name, problem));
        }
        return ExitCode.USAGE;
    }

    private static void complain(String name, String problem) {
        System.err.println(VisibleText.of(name + ": " + problem));
    }

    private static Setting<?> setting(String key) {
        return Catalogue.all().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new SettingsException(key + ": no such setting"));
    }
}
