package org.cellnest.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cellnest.gateway.docs.Page;
import org.cellnest.protocol.AddressProof;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges by which a router finds out whether this gateway is reached at the address it names. Any
 * thread.
 */
public final class AddressPage {
    private final String id;
    private final String key;

    /** @param key the one that the gateway registers with */
    public AddressPage(String id, String key) {
        this.id = id;
        this.key = key;
    }

    /** Returns the answer to a challenge; null for any other request, which is for the cells. */
    @Nullable
    Page answer(String method, String path, String query) {
        if (!path.equals(AddressProof.PATH) || !method.equals("GET") || !query.startsWith(AddressProof.QUERY)) {
            return null;
        }
        String challenge = query.substring(AddressProof.QUERY.length());
        if (!AddressProof.isChallenge(challenge)) {
            return null;
        }
        byte[] proof = AddressProof.of(key, id, challenge).getBytes(StandardCharsets.US_ASCII);
        return new Page(
                200,
                Map.of(
                        "content-type", "text/plain;charset=us-ascii",
                        "cache-control", "no-store",
                        "x-content-type-options", "nosniff"),
                proof);
    }
}
