package org.cellnest.runtime.deploy;

/**
 * What one look at the deploy directory shows of one entry. Two equal sightings mean that nobody touched it between.
 *
 * @param fileName within the directory
 * @param kind what it is
 * @param bytes its size; of a folder, that of all its files
 * @param modifiedUs when it was last changed, in microseconds since 1970; of a folder, a number that changes with any of
 *     its files
 * @param fileKey tells a file from another of the same name, size and time, as an inode number does; may be empty
 */
record Sighting(String fileName, Kind kind, long bytes, long modifiedUs, String fileKey) {
    enum Kind {
        /** A file {@code *.jar}. */
        JAR,
        /** A folder {@code *.cell} that holds classes as a jar does. */
        CLASSES,
        /** A file {@code NAME.conf}: settings of the deployment NAME. */
        CONF
    }
}
