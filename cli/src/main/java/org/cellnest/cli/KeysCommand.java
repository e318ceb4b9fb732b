package org.cellnest.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.cellnest.transport.jeromq.AllowList;
import org.cellnest.transport.jeromq.CurveKeyPair;
import org.cellnest.transport.jeromq.KeyFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Implements {@code nest keys}: creates the CURVE key pair of a process, and prints the settings and lines to add
 * elsewhere. Needs no router.
 */
@Command(
        name = "keys",
        description = {
            "Makes the key pair of a router, gateway or cell (nest.security = curve), and shows what to write where. No router"
                    + " needs to run.",
            "The file is for its owner alone (mode 0600), and one that is there is never overwritten."
        },
        footer = {
            "",
            "Examples:",
            "  nest keys router",
            "  nest keys gateway --add-to conf/front-clients",
            "  nest keys cell orders-1 --add-to conf/back-clients",
            "  nest keys router --show"
        })
final class KeysCommand implements Callable<Integer> {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Console console;

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private Peer peer = Peer.ROUTER;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Whose it is, as the router's list and its pages name it (default: the kind).")
    private @Nullable String givenName;

    @Option(names = "--file", paramLabel = "FILE", description = "File of the key pair (default: conf/NAME.key).")
    private @Nullable Path givenFile;

    @Option(
            names = "--add-to",
            paramLabel = "FILE",
            description =
                    "The router's list of gateways or cells, to which the public key is added; begun where there is"
                            + " none.")
    private @Nullable Path list;

    @Option(names = "--show", description = "Makes nothing: shows the same for a file that is there.")
    private boolean show;

    KeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = givenName == null ? peer.toString() : givenName;
        if (!AllowList.isName(name)) {
            throw NestException.usage(
                    "name: '" + name + "' (expected: 1 to 64 printable ASCII characters without a space)");
        }
        if (list != null && peer == Peer.ROUTER) {
            throw NestException.usage("--add-to with a router, which is in no list (expected: a gateway or cell)");
        }
        Path file = file(name);
        Path allowList = list == null ? null : at(list);
        try {
            CurveKeyPair pair = show ? CurveKeyPair.read(file) : CurveKeyPair.generate();
            if (allowList != null && Files.exists(allowList)) {
                // So that nothing is made where the second step cannot be done.
                AllowList.read(allowList);
            }
            if (!show) {
                pair.write(file);
            }
            if (allowList != null) {
                AllowList.append(allowList, pair.publicKey(), name);
            }
            new KeysReport(console, peer, name, pair.publicKey(), file, allowList, show).print();
        } catch (KeyFileException e) {
            throw NestException.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private Path file(String name) {
        if (givenFile != null) {
            return at(givenFile);
        }
        if (!FILE_NAME.matcher(name).matches()) {
            throw NestException.usage("name: '" + name + "' makes no name of a file (expected: --file)");
        }
        return console.cliEnvironment().home().resolve("conf/" + name + ".key");
    }

    private Path at(Path given) {
        return console.cliEnvironment().workingDirectory().resolve(given).normalize();
    }
}
