package org.cellnest.gateway.dispatch;

import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.ErrorCode;

/** The client's side of an exchange whose bodies flow. Called on the I/O thread. */
public interface FlowClient {
    /** Reports that more of the request's body may be sent. */
    void onCredit();

    /** Reports that no more of the request's body is wanted. */
    void onNoMore();

    /**
     * Receives more of the answer's body.
     *
     * @param bytes borrowed
     * @param recordBytes the part of the credit that is used up until the client has taken the bytes
     * @param ends whether the body is whole with it
     */
    void onData(Bytes bytes, int recordBytes, boolean ends);

    /** Reports that an answer that has begun will never be whole. */
    void onBroken(ErrorCode code);
}
