package org.cellnest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Exposure;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.process.settings.SettingsSources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Holds the options of every command: the router's address, or else the settings that contain it. */
final class Options {
    private static final int MAX_TOKEN_BYTES = 4096;

    private final CliEnvironment cliEnvironment;
    private @Nullable Settings settings;

    @Option(
            names = "--router",
            paramLabel = "URL[,URL]",
            scope = ScopeType.INHERIT,
            description = "Ops port of a router; of several, the first that answers (default: router.ops.host and"
                    + " router.ops.port of the settings).")
    private @Nullable String router;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File whose first line is the router's token (default: the setting router.ops.token, which"
                    + " CELLNEST_ROUTER_OPS_TOKEN sets too).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings file (default: conf/cellnest.conf).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            scope = ScopeType.INHERIT,
            arity = "1",
            description = "One setting, over environment and file; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON document for scripts (events: one line each).")
    private boolean json;

    Options(CliEnvironment cliEnvironment) {
        this.cliEnvironment = cliEnvironment;
    }

    boolean json() {
        return json;
    }

    /** Returns the routers to try, in this order. */
    List<String> routers() {
        if (router != null) {
            return RouterAddress.parseAll("--router", router, usualPort());
        }
        int port = settings().value(Catalogue.ROUTER_OPS_PORT);
        if (port == 0) {
            throw NestException.usage("router.ops.port: 0 says nothing about where the router is (expected: --router)");
        }
        return List.of(RouterAddress.of(dialable(settings().value(Catalogue.ROUTER_OPS_HOST)), port));
    }

    /** Returns the configured port of a router's ops port, for hosts without a port. */
    int usualPort() {
        int port = settings().value(Catalogue.ROUTER_OPS_PORT);
        return port == 0 ? RouterAddress.DEFAULT_PORT : port;
    }

    /** Returns the address of this machine's gateway, by the settings. */
    String gateway() {
        int port = settings().value(Catalogue.GATEWAY_HTTP_PORT);
        if (port == 0) {
            throw NestException.usage(
                    "gateway.http.port: 0 says nothing about where a gateway is (expected: --gateway)");
        }
        return RouterAddress.of(dialable(settings().value(Catalogue.GATEWAY_HTTP_HOST)), port);
    }

    /** The token, and where it came from; null for none. */
    RouterClient.@Nullable Token token() {
        if (tokenFile != null) {
            return new RouterClient.Token(
                    readToken(cliEnvironment.workingDirectory().resolve(tokenFile)), "--token-file");
        }
        String token = settings().value(Catalogue.ROUTER_OPS_TOKEN);
        return token.isEmpty() ? null : new RouterClient.Token(token, settings().origin(Catalogue.ROUTER_OPS_TOKEN));
    }

    private Settings settings() {
        if (settings == null) {
            Path file = config == null
                    ? cliEnvironment.config()
                    : cliEnvironment.workingDirectory().resolve(config);
            try {
                settings = new SettingsSources(
                                file,
                                sets,
                                cliEnvironment.environment(),
                                cliEnvironment.workingDirectory(),
                                cliEnvironment.home())
                        .resolve();
            } catch (SettingsException e) {
                throw NestException.usage(e.problems().stream().collect(Collectors.joining("; ")));
            }
        }
        return settings;
    }

    private static String dialable(String host) {
        if (!Exposure.isWildcard(host)) {
            return host;
        }
        return host.indexOf(':') >= 0 ? "::1" : "127.0.0.1";
    }

    private static String readToken(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_TOKEN_BYTES) {
                throw NestException.usage("--token-file " + file + ": more than " + MAX_TOKEN_BYTES
                        + " bytes (expected: a file with the token on its first line)");
            }
            String token = Files.readString(file).lines().findFirst().orElse("").trim();
            if (token.isEmpty()) {
                throw NestException.usage("--token-file " + file + ": its first line is empty (expected: the token)");
            }
            return token;
        } catch (IOException e) {
            throw NestException.usage("--token-file " + file + ": cannot be read (" + Failures.reason(e) + ")");
        }
    }
}
