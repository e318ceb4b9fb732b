package org.cellnest.runtime.deploy.jar;

/**
 * Describes an entry of the deploy directory at one look. Two equal stamps mean that the entry was not changed between
 * the looks.
 *
 * @param fileName within the directory; in percent-encoding where the name cannot be spelled
 * @param kind of file, by the name's suffix
 * @param bytes its size; of a folder, that of all its files
 * @param modifiedUs the time of its last change, in microseconds since 1970; of a folder, the latest time of its files
 * @param identity distinguishes files of the same name, size and time; see {@link FileIdentity}
 * @param trouble the reason why the entry is of no use, found without reading it; empty for most
 */
public record FileStamp(String fileName, Kind kind, long bytes, long modifiedUs, String identity, String trouble) {
    public enum Kind {
        /** A file {@code *.jar}. */
        JAR(FileNames.JAR),
        /** A folder {@code *.cell} that holds classes as a jar does. */
        CLASSES(FileNames.CLASSES),
        /** A file {@code NAME.conf}: settings of the deployment NAME. */
        CONF(FileNames.CONF);

        final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    public FileStamp(String fileName, Kind kind, long bytes, long modifiedUs, String identity) {
        this(fileName, kind, bytes, modifiedUs, identity, "");
    }

    /** Returns the stamp of an unusable entry without further properties. */
    static FileStamp troubled(String fileName, Kind kind, String trouble) {
        return new FileStamp(fileName, kind, 0, 0, "", trouble);
    }

    /** Returns the stamp of the same entry, whose contents turned out to be of no use. */
    public FileStamp troubled(String reason) {
        return new FileStamp(fileName, kind, bytes, modifiedUs, identity, reason);
    }

    public boolean isTroubled() {
        return !trouble.isEmpty();
    }

    /** Whether the stamps differ only in the identity, so that the contents may be the same. */
    boolean maySeemAs(FileStamp other) {
        return !equals(other)
                && !isTroubled()
                && new FileStamp(fileName, kind, bytes, modifiedUs, other.identity).equals(other);
    }
}
