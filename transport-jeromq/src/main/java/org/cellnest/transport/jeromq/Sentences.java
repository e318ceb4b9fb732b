package org.cellnest.transport.jeromq;

import org.jspecify.annotations.Nullable;

/**
 * Writes the sentences that report a refused connection: the value received, the value expected, and the remedy.
 * Stateless.
 */
final class Sentences {

    private static final String NULL = "NULL";
    private static final String CURVE = "CURVE";

    private Sentences() {}

    static String otherMechanism(String came, String expected) {
        String wayOut = "";
        if (expected.equals(NULL) && came.equals(CURVE)) {
            wayOut = ": set nest.security = curve here too, with the keys that scripts/nest keys makes";
        } else if (expected.equals(CURVE) && came.equals(NULL)) {
            wayOut = ": set nest.security = curve there too, with the keys that scripts/nest keys makes";
        }
        return "the other side speaks the mechanism " + came + " (expected: " + expected + ")" + wayOut;
    }

    /** Describes a handshake that the router ended by an ERROR command with this reason. */
    static String refusedBy(String reason, @Nullable CurveClient ours) {
        if (ours != null && reason.equals("400")) {
            return "the router refuses the key of this process: add the line '"
                    + ours.keys().publicKey() + " " + ours.name() + "' to the file of the router's "
                    + ours.allowListSetting();
        }
        if (ours != null && reason.isEmpty()) {
            return "the router does not hold the key " + ours.routerKey() + " (expected: " + ours.routerKeySetting()
                    + " to be the public key of router.curve.key-file)";
        }
        return "the other side ended the handshake with an error" + (reason.isEmpty() ? "" : ": " + reason);
    }

    static String keyGone(String name) {
        return "the key '" + name + "' was taken off the list";
    }
}
