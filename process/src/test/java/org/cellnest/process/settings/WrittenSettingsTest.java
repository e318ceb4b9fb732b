package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps what is written about the settings in step with the catalogue: the pinned defaults (a change there is a change for
 * every user), {@code conf/cellnest.conf} and the table in {@code docs/settings.md}. After a change of the catalogue, {@code
 * ./mvnw -pl process test -Dtest=WrittenSettingsTest -Dcellnest.write=true} writes all three anew, to be looked at in the diff.
 */
class WrittenSettingsTest {
    private static final boolean WRITE = Boolean.getBoolean("cellnest.write");
    private static final Path ROOT = Path.of("..");
    private static final String TABLE_START = "<!-- settings: written from the catalogue -->\n";
    private static final String TABLE_END = "<!-- end of settings -->\n";

    @Test
    void keepsEveryKeyAndDefault() throws IOException {
        String defaults = Catalogue.all().stream()
                .map(setting -> setting.key() + " = " + setting.defaultText())
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n", "", "\n"));
        same(Path.of("src/test/resources/org/cellnest/process/settings/defaults.txt"), defaults);
    }

    @Test
    void listsEverySettingInTheConfigurationFile() throws IOException {
        same(ROOT.resolve("conf/cellnest.conf"), configurationFile());
    }

    @Test
    void listsEverySettingOnItsPage() throws IOException {
        Path page = ROOT.resolve("docs/settings.md");
        String text = Files.readString(page);
        int start = text.indexOf(TABLE_START) + TABLE_START.length();
        int end = text.indexOf(TABLE_END);
        same(page, text.substring(0, start) + table() + text.substring(end));
    }

    private static void same(Path file, String expected) throws IOException {
        if (WRITE) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, expected);
        }
        assertEquals(
                expected, Files.readString(file), file + " (run this test with -Dcellnest.write=true to write it)");
    }

    private static String configurationFile() {
        StringBuilder text = new StringBuilder();
        text.append(
                "# The settings of a nest (HOCON). Router, gateway and cell read the same file; each accepts the keys of\n");
        text.append("# the others. Every key stands here with its default: remove the # to change one.\n");
        text.append("# Precedence: --set key=value, environment (CELLNEST_GATEWAY_HTTP_PORT), this file, default.\n");
        text.append("# Relative paths here count from the folder above conf.\n");
        String group = "";
        for (Setting<?> setting : Catalogue.all()) {
            String itsGroup = setting.key().substring(0, setting.key().indexOf('.'));
            if (!itsGroup.equals(group)) {
                group = itsGroup;
                text.append("\n# ---- ").append(group).append('\n');
            }
            text.append("\n# ").append(setting.sentence()).append('\n');
            text.append("# ")
                    .append(setting.key())
                    .append(" = ")
                    .append(inFile(setting))
                    .append('\n');
        }
        return text.toString();
    }

    private static String inFile(Setting<?> setting) {
        if (!setting.hasFixedDefault()) {
            return "... (" + setting.defaultText() + ")";
        }
        String text = setting.defaultText();
        if (setting.kind().startsWith("list")) {
            return text.isEmpty() ? "[]" : "[" + text + "]";
        }
        if (setting.kind().equals("pairs")) {
            return "{}";
        }
        boolean bare = text.matches("[A-Za-z0-9]+");
        return bare ? text : "\"" + text + "\"";
    }

    private static String table() {
        StringBuilder text = new StringBuilder("| key | default | |\n|-|-|-|\n");
        for (Setting<?> setting : Catalogue.all()) {
            String shown = setting.defaultText();
            String cell = shown.isEmpty() ? "" : setting.hasFixedDefault() ? "`" + shown + "`" : shown;
            text.append("| `").append(setting.key()).append("` | ").append(cell).append(" | ");
            text.append(setting.sentence()).append(" |\n");
        }
        return text.toString();
    }
}
