package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The expected values were computed with Python's hmac and hashlib from what docs/protocol.md says. */
class KeyProofTest {
    private static final KeyProof KEY = new KeyProof("correct horse battery staple");
    private static final byte[] PEER_NONCE = counting(0);
    private static final byte[] ROUTER_NONCE = counting(32);

    @Test
    void namesAKeyByEightDigits() {
        assertEquals("e80f3a0e", KEY.keyId());
    }

    @Test
    void provesTheRouter() {
        assertEquals(
                "ef032ff9d279b5d4e5904a3b18147e12cf2fb6fdcc6e6b76b18367e480f4e5c1",
                hex(KEY.ofRouter(PEER_NONCE, ROUTER_NONCE)));
    }

    @Test
    void provesACellsPrimaryLane() {
        assertEquals(
                "7ed8ed67510b8ff467e66795f3b59ed9cb1fbc63c97220005187cc50df582d41",
                hex(KEY.ofPeer(PeerKind.CELL, "cell-1", "a1b2", 0, PEER_NONCE, ROUTER_NONCE, emptyRegister())));
    }

    @Test
    void provesAGatewaysFurtherLane() {
        assertEquals(
                "ce5e30461ad27d6577999ba192f71a17a967eca30ca1e80cfc7c76c0c70370d2",
                hex(KEY.ofPeer(PeerKind.GATEWAY, "gw-é", "a1b2", 3, PEER_NONCE, ROUTER_NONCE, emptyRegister())));
    }

    @Test
    void hashesTheRecordWhereItLies() {
        byte[] frame = RawRecords.join(RawRecords.record(6), emptyRegister().frame(), RawRecords.record(7));
        WireRecord inTheMiddle = new WireRecord(frame, 20, 22);
        assertEquals(
                hex(KEY.ofPeer(PeerKind.CELL, "c", "i", 0, PEER_NONCE, ROUTER_NONCE, emptyRegister())),
                hex(KEY.ofPeer(PeerKind.CELL, "c", "i", 0, PEER_NONCE, ROUTER_NONCE, inTheMiddle)));
    }

    @Test
    void tellsProofsApart() {
        byte[] proof = KEY.ofRouter(PEER_NONCE, ROUTER_NONCE);
        assertTrue(KeyProof.matches(proof, proof.clone()));
        assertFalse(KeyProof.matches(proof, new KeyProof("another key of length").ofRouter(PEER_NONCE, ROUTER_NONCE)));
        assertFalse(KeyProof.matches(proof, KEY.ofRouter(ROUTER_NONCE, PEER_NONCE)));
        assertFalse(KeyProof.matches(proof, new byte[0]));
    }

    @Test
    void takesNoShortKeys() {
        assertEquals(
                "a key of 15 characters (expected: at least 16)",
                assertThrows(IllegalArgumentException.class, () -> new KeyProof("x".repeat(15)))
                        .getMessage());
        assertEquals(8, new KeyProof("x".repeat(16)).keyId().length());
    }

    private static WireRecord emptyRegister() {
        byte[] frame = RawRecords.json(MessageType.REGISTER, "{}");
        return new WireRecord(frame, 0, frame.length);
    }

    private static byte[] counting(int from) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
