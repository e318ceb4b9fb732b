package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds the key files and allow-lists of one encrypted nest, and the settings that name them.
 *
 * @param folder holds a key file for each process, and the router's two lists
 * @param routerKey the router's public key, in Z85
 */
record CurveKeys(Path folder, String routerKey) {
    private static final String ROUTER = "router.key";
    private static final String GATEWAY = "gateway.key";
    private static final String CELL = "cell.key";
    private static final String FRONT_CLIENTS = "front-clients";
    private static final String BACK_CLIENTS = "back-clients";

    /** Creates a pair for each process. The router admits that gateway in front and that cell at the back. */
    static CurveKeys make(Path folder, KeyMaker maker) throws IOException, InterruptedException {
        String routerKey = maker.makePair(folder.resolve(ROUTER));
        allow(folder.resolve(FRONT_CLIENTS), maker.makePair(folder.resolve(GATEWAY)), "bench-gateway");
        allow(folder.resolve(BACK_CLIENTS), maker.makePair(folder.resolve(CELL)), "bench-cell");
        return new CurveKeys(folder, routerKey);
    }

    private static void allow(Path list, String publicKey, String name) throws IOException {
        Files.writeString(list, publicKey + " " + name + "\n");
    }

    List<String> routerSettings() {
        return List.of(
                "router.curve.key-file=" + folder.resolve(ROUTER),
                "router.curve.front-clients=" + folder.resolve(FRONT_CLIENTS),
                "router.curve.back-clients=" + folder.resolve(BACK_CLIENTS));
    }

    List<String> gatewaySettings() {
        return client("gateway", GATEWAY);
    }

    List<String> cellSettings() {
        return client("cell", CELL);
    }

    private List<String> client(String role, String keyFile) {
        // Z85 may begin like HOCON, and has no quotation mark.
        return List.of(
                role + ".curve.key-file=" + folder.resolve(keyFile), role + ".curve.router-key=\"" + routerKey + "\"");
    }
}
