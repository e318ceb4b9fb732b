package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.WireRecord;
import org.junit.jupiter.api.Test;

class RouterHandshakeTest {
    private static final int PAGES = 2;

    private final KeyProof key = new KeyProof("a secret of some length");
    private final KeyHint hint = new KeyHint(key.keyId(), new byte[KeyProof.NONCE_BYTES]);
    private final byte[] nonce = new byte[KeyProof.NONCE_BYTES];
    private final Register register = Register.of(PeerKind.CELL, "c", "i")
            .concurrency(1)
            .routesPages(PAGES)
            .key(hint)
            .build();
    private final WireRecord record = MessageCodec.record(register);
    private final RouterHandshake.Subject subject = new RouterHandshake.Subject(PeerKind.CELL, "c", "i", 0);

    @Test
    void isProvenByTheProofOfItsChallengeAlone() {
        RouterHandshake handshake = new RouterHandshake(new Connection(1), 5, record, false, 0);
        assertFalse(handshake.isChallenged());
        handshake.challenge(hint, nonce);
        assertTrue(handshake.isChallenged());
        assertFalse(handshake.prove(key, subject, new Prove(new byte[KeyProof.MAC_BYTES])));
        assertTrue(handshake.isChallenged());
        byte[] proof = key.ofPeer(PeerKind.CELL, "c", "i", 0, hint.nonce(), nonce, record);
        assertTrue(handshake.prove(key, subject, new Prove(proof)));
        assertTrue(handshake.isProven());
        assertFalse(handshake.isChallenged());
    }

    @Test
    void isChallengedOnceAtMost() {
        RouterHandshake handshake = new RouterHandshake(new Connection(1), 5, record, false, 0);
        handshake.challenge(hint, nonce);
        IllegalStateException again = assertThrows(IllegalStateException.class, () -> handshake.challenge(hint, nonce));
        assertEquals("handshake 5: CHALLENGED to CHALLENGED", again.getMessage());
        RouterHandshake proven = new RouterHandshake(new Connection(1), 6, record, true, 0);
        assertThrows(IllegalStateException.class, () -> proven.challenge(hint, nonce));
    }

    @Test
    void isCompleteWithItsLastPage() {
        RouterHandshake handshake = new RouterHandshake(new Connection(1), 5, record, true, 0);
        assertFalse(handshake.expects(page(1)), "its REGISTER is not parsed");
        handshake.onRegister(register);
        assertFalse(handshake.expects(page(2)));
        assertTrue(handshake.expects(page(1)));
        handshake.onPage(page(1));
        assertFalse(handshake.isComplete());
        handshake.onPage(page(2));
        assertTrue(handshake.isComplete());
    }

    @Test
    void givesItsHeldPagesAwayOnce() {
        RouterHandshake handshake = new RouterHandshake(new Connection(1), 5, record, false, 0);
        handshake.hold(record);
        assertEquals(List.of(record), handshake.takeHeld());
        assertEquals(List.of(), handshake.takeHeld());
    }

    private static ParsedRegistration.Page page(int page) {
        return new ParsedRegistration.Page(1, page, List.of(), Map.of(), 100);
    }
}
