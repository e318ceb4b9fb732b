package org.cellnest.transport;

import java.io.IOException;

/** A peer does not speak the protocol, or not as it is spoken here; its connection cannot go on. */
final class ZmtpException extends IOException {

    private static final long serialVersionUID = 1;

    ZmtpException(String message) {
        super(message);
    }
}
