package org.cellnest.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.AllowList;
import org.cellnest.transport.jeromq.CurveClient;
import org.cellnest.transport.jeromq.CurveKeyPair;
import org.cellnest.transport.jeromq.JeroMqTransport;
import org.cellnest.transport.jeromq.Transports;

/**
 * The transport that a run of the tests is about, by the system property {@value #PROPERTY}: {@code jeromq}, {@code native},
 * or {@code curve}, which is jeromq with keys for everybody.
 */
public final class TransportOfThisRun {
    private static final String PROPERTY = "cellnest.transport";
    private static final String CURVE = "curve";
    private static final List<String> KINDS = List.of("router", "gateway", "cell");

    private TransportOfThisRun() {}

    /** What every process of a nest is set. */
    public static List<String> settings() {
        return name().equals(CURVE) ? Keys.SETTINGS : List.of("nest.transport=" + name());
    }

    /** A transport for a peer that a test plays; with keys, a gateway's. */
    public static Transport open() {
        return name().equals(CURVE) ? Keys.gateway() : Transports.named(name());
    }

    /** Whether this run is about the transport that a nest has by default. */
    public static boolean isDefault() {
        return name().equals(JeroMqTransport.NAME);
    }

    private static String name() {
        return System.getProperty(PROPERTY, JeroMqTransport.NAME);
    }

    /** Made once for a run. */
    private static final class Keys {
        private static final Path FOLDER = folder();
        private static final List<String> SETTINGS = settings();

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory("cellnest-keys-");
                // What is asked for first is deleted last.
                folder.toFile().deleteOnExit();
                for (String kind : KINDS) {
                    CurveKeyPair pair = CurveKeyPair.generate();
                    pair.write(file(folder, kind));
                    AllowList.append(list(folder, kind), pair.publicKey(), kind);
                    list(folder, kind).toFile().deleteOnExit();
                    file(folder, kind).toFile().deleteOnExit();
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path file(Path folder, String kind) {
            return folder.resolve(kind + ".key");
        }

        private static Path list(Path folder, String kind) {
            return folder.resolve(kind + "s");
        }

        private static CurveKeyPair pair(String kind) {
            try {
                return CurveKeyPair.read(file(FOLDER, kind));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> settings() {
            String routerKey = pair("router").publicKey().toString();
            return List.of(
                    "nest.transport=jeromq",
                    "nest.security=curve",
                    "router.curve.key-file=" + file(FOLDER, "router"),
                    "router.curve.front-clients=" + list(FOLDER, "gateway"),
                    "router.curve.back-clients=" + list(FOLDER, "cell"),
                    "gateway.curve.key-file=" + file(FOLDER, "gateway"),
                    "gateway.curve.router-key=" + routerKey,
                    "cell.curve.key-file=" + file(FOLDER, "cell"),
                    "cell.curve.router-key=" + routerKey);
        }

        private static Transport gateway() {
            return JeroMqTransport.curve(new CurveClient(
                    pair("gateway"),
                    pair("router").publicKey(),
                    "stub",
                    "router.curve.front-clients",
                    "gateway.curve.router-key"));
        }
    }
}
