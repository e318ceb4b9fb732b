package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.cellnest.protocol.AddressProof;
import org.cellnest.protocol.Register;
import org.junit.jupiter.api.Test;

/** A gateway answers challenges for itself; whatever else is at that path is the cells'. */
class AddressPageTest {
    private static final String CHALLENGE = "0f".repeat(32);

    @Test
    void meetsTheChallengeWithTheKeyItRegisters() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            Register registered = Objects.requireNonNull(router.registered);
            String key = Objects.requireNonNull(registered.httpKey());
            assertTrue(AddressProof.isKey(key), key);
            HttpResponse<String> proof = gateway.get(AddressProof.PATH + "?" + AddressProof.QUERY + CHALLENGE);
            assertEquals(200, proof.statusCode());
            assertEquals(AddressProof.of(key, registered.id(), CHALLENGE), proof.body());
            assertEquals("no-store", proof.headers().firstValue("cache-control").orElse(""));
            for (String other : List.of("", "?challenge=", "?challenge=" + CHALLENGE + "0", "?x=" + CHALLENGE)) {
                assertEquals(
                        "GET " + AddressProof.PATH + "\n",
                        gateway.get(AddressProof.PATH + other).body(),
                        other);
            }
        }
    }
}
