package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class AddressProofTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String CHALLENGE = "ff".repeat(32);

    /** The value that docs/protocol.md gives. */
    @Test
    void isTheHmacThatTheProtocolDescribes() {
        assertEquals(
                "2ee66e12a624c5e72b05f37c127c1c2909c3a87c3bfc54579dc7b9fdc88fe267",
                AddressProof.of(KEY, "gw-1", CHALLENGE));
    }

    @Test
    void isAnotherForAnotherKeyGatewayOrChallenge() {
        String proof = AddressProof.of(KEY, "gw-1", CHALLENGE);
        assertNotEquals(proof, AddressProof.of("0".repeat(64), "gw-1", CHALLENGE));
        assertNotEquals(proof, AddressProof.of(KEY, "gw-2", CHALLENGE));
        assertNotEquals(proof, AddressProof.of(KEY, "gw-1", "0".repeat(64)));
    }

    @Test
    void takesNoKeyOfAnotherForm() {
        assertTrue(AddressProof.isKey(KEY));
        assertFalse(AddressProof.isKey(KEY.substring(1)));
        assertFalse(AddressProof.isKey(KEY.toUpperCase(Locale.ROOT)));
        assertFalse(AddressProof.isChallenge(CHALLENGE + "\n"));
        assertThrows(IllegalArgumentException.class, () -> AddressProof.of("", "gw-1", CHALLENGE));
    }
}
