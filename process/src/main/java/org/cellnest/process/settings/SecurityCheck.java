package org.cellnest.process.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses {@code nest.security = curve} if the transport has no CURVE, or if the process lacks a key or a list. */
public final class SecurityCheck {
    private SecurityCheck() {}

    /** Whether ZeroMQ connections are encrypted and authenticated by CURVE. */
    public static boolean isCurve(Settings settings) {
        return settings.value(Catalogue.NEST_SECURITY).equals("curve");
    }

    /**
     * Checks that a process has the keys and lists that its {@code nest.security} needs. Files must exist; they are not
     * read here.
     *
     * @param process {@code router}, {@code gateway} or {@code cell}: only its own keys are checked
     * @throws SettingsException naming each setting, and the command that creates the missing file or key
     */
    public static void check(Settings settings, String process) {
        if (!isCurve(settings)) {
            return;
        }
        List<String> problems = new ArrayList<>();
        if (settings.value(Catalogue.NEST_TRANSPORT).equals("native")) {
            problems.add(
                    "nest.security: curve with nest.transport: native, which has no CURVE (expected: nest.transport"
                            + " = jeromq, or nest.security = none) [" + settings.origin(Catalogue.NEST_SECURITY) + ", "
                            + settings.origin(Catalogue.NEST_TRANSPORT) + "]");
        }
        switch (process) {
            case "router" -> {
                needFile(settings, Catalogue.ROUTER_CURVE_KEY_FILE, "keys router", problems);
                needFile(settings, Catalogue.ROUTER_CURVE_FRONT_CLIENTS, "keys gateway --add-to FILE", problems);
                needFile(settings, Catalogue.ROUTER_CURVE_BACK_CLIENTS, "keys cell --add-to FILE", problems);
            }
            case "gateway" -> {
                needFile(settings, Catalogue.GATEWAY_CURVE_KEY_FILE, "keys gateway", problems);
                needKey(settings, Catalogue.GATEWAY_CURVE_ROUTER_KEY, problems);
            }
            case "cell" -> {
                needFile(settings, Catalogue.CELL_CURVE_KEY_FILE, "keys cell", problems);
                needKey(settings, Catalogue.CELL_CURVE_ROUTER_KEY, problems);
            }
            default -> throw new IllegalArgumentException(process + " (expected: router, gateway or cell)");
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private static void needFile(
            Settings settings, Setting<Optional<Path>> setting, String command, List<String> problems) {
        Optional<Path> file = settings.value(setting);
        if (file.isPresent() && Files.isRegularFile(file.get())) {
            return;
        }
        String came = file.map(path -> path + " is no file").orElse("not set while nest.security = curve");
        problems.add(setting + ": " + came + " (expected: a file that scripts/nest " + command + " makes) ["
                + settings.origin(file.isPresent() ? setting : Catalogue.NEST_SECURITY) + "]");
    }

    private static void needKey(Settings settings, Setting<String> setting, List<String> problems) {
        if (settings.value(setting).isEmpty()) {
            problems.add(setting + ": not set while nest.security = curve (expected: the public key that scripts/nest"
                    + " keys router prints) [" + settings.origin(Catalogue.NEST_SECURITY) + "]");
        }
    }
}
