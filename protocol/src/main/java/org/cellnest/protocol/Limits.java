package org.cellnest.protocol;

/**
 * What a receiver takes, as HELLO announces it.
 *
 * @param maxMessageBytes the largest ZeroMQ message, in bytes; a record with a large body stands alone in one
 * @param maxBatchRecords the most records in a batch
 * @param maxBatchBytes the most bytes in a batch of more than one record
 * @param maxRoutesPageBytes the largest ROUTES record, in bytes
 * @param maxRoutesPages the most ROUTES pages of one registration
 */
public record Limits(
        int maxMessageBytes, int maxBatchRecords, int maxBatchBytes, int maxRoutesPageBytes, int maxRoutesPages) {
    /** The limits of version 1 unless HELLO says otherwise. */
    public static final Limits DEFAULT = new Limits(1 << 20, 64, 256 << 10, 256 << 10, 256);

    /** The same limits with another message size, in bytes. */
    public Limits withMaxMessageBytes(int bytes) {
        return new Limits(bytes, maxBatchRecords, maxBatchBytes, maxRoutesPageBytes, maxRoutesPages);
    }
}
