package org.cellnest.transport;

import java.io.IOException;

/** Signals that a peer does not speak the protocol as required here; its connection cannot continue. */
final class ZmtpException extends IOException {

    private static final long serialVersionUID = 1;

    ZmtpException(String message) {
        super(message);
    }
}
