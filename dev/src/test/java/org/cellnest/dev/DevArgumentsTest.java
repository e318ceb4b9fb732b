package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class DevArgumentsTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final DevArguments arguments = new DevArguments();

    @Test
    void servesTheWorkingDirectoryUnlessToldOtherwise() {
        assertEquals(List.of(Path.of("")), parse().directories());
        assertEquals(Mode.NEWEST, parse().mode());
        DevArguments.Parsed several = parse("a", "--compile", "b", "--set", "cell.weight=3");
        assertEquals(List.of(Path.of("a"), Path.of("b")), several.directories());
        assertEquals(Mode.COMPILE, several.mode());
        assertEquals(Mode.CLASSES, parse("--classes").mode());
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThrows(ParameterException.class, () -> parse("--compile", "--classes"));
        assertThrows(ParameterException.class, () -> parse("--port", "many"));
        assertThrows(ParameterException.class, () -> parse("--no-such-option"));
    }

    @Test
    void letsTheAuthorsSettingsCountOverItsOwn() {
        Settings plain = settings();
        assertEquals("127.0.0.1", plain.value(Catalogue.GATEWAY_HTTP_HOST));
        assertEquals(0, plain.value(Catalogue.ROUTER_OPS_PORT));
        Settings set = settings("--port", "1234", "--set", "gateway.http.host=0.0.0.0", "--set", "router.ops.port=77");
        assertEquals(1234, set.value(Catalogue.GATEWAY_HTTP_PORT));
        assertEquals("0.0.0.0", set.value(Catalogue.GATEWAY_HTTP_HOST));
        assertEquals(77, set.value(Catalogue.ROUTER_OPS_PORT));
    }

    @Test
    void listsItsOptions() {
        String help = arguments.help();
        for (String option : List.of("--compile", "--classes", "--port", "--debug", "--set", "--config")) {
            assertTrue(help.contains(option), help);
        }
        assertFalse(help.contains("null"), help);
    }

    private DevArguments.Parsed parse(String... args) {
        return arguments.parse(args);
    }

    private Settings settings(String... args) {
        return new DevSettings(parse(args).settings(null, Map.of(), HERE, HERE), false).resolve();
    }
}
