package org.cellnest.protocol;

/**
 * The limits of a receiver, as HELLO announces them.
 *
 * @param maxMessageBytes the size of the largest ZeroMQ message, in bytes; a record with a large body has one to
 *     itself
 * @param maxBatchRecords the maximum number of records in a batch
 * @param maxBatchBytes the maximum number of bytes in a batch of more than one record
 * @param maxRoutesPageBytes the size of the largest ROUTES record, in bytes
 * @param maxRoutesPages the maximum number of ROUTES pages of one registration
 * @param maxDataBytes the length of the longest DATA record, in bytes; 0 of a router without bodies that flow
 */
public record Limits(
        int maxMessageBytes,
        int maxBatchRecords,
        int maxBatchBytes,
        int maxRoutesPageBytes,
        int maxRoutesPages,
        int maxDataBytes) {
    /** The limits of version 1, unless HELLO announces others. */
    public static final Limits DEFAULT = new Limits(1 << 20, 64, 256 << 10, 256 << 10, 256, 64 << 10);

    /** Returns the same limits with another message size, in bytes. */
    public Limits withMaxMessageBytes(int bytes) {
        return new Limits(bytes, maxBatchRecords, maxBatchBytes, maxRoutesPageBytes, maxRoutesPages, maxDataBytes);
    }
}
