package org.cellnest.transport.jeromq;

import java.nio.charset.StandardCharsets;

/** Builds greetings of ZMTP 3.0 (RFC 23) by hand. */
final class Greetings {
    private Greetings() {}

    static byte[] of(String mechanism) {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, greeting, 12, name.length);
        return greeting;
    }
}
