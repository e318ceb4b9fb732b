package org.cellnest.bench;

/**
 * Holds the sizes of the cases with large bodies.
 *
 * @param bytes the size of a transfer, all its bodies together
 * @param slowReaders the number of connections that read slowly
 */
record BulkOptions(long bytes, int slowReaders) {}
