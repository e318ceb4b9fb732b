package org.cellnest.runtime.deploy.watch;

import org.cellnest.runtime.deploy.jar.FileStamp;

/** A change that {@link DirectoryWatch} concludes from a look. */
public sealed interface DirectoryChange {
    /** A new version of a file that is complete and at rest, and can be used. */
    record Arrived(FileStamp file) implements DirectoryChange {}

    /** A file that is at rest and cannot be read; once for each version of the file. */
    record Unreadable(FileStamp file, String reason) implements DirectoryChange {}

    /** A file that has been at rest for long enough to report its failure. */
    record ReportDue(FileStamp file, String reason) implements DirectoryChange {}

    /** A file that is no longer there. */
    record Gone(FileStamp file) implements DirectoryChange {}
}
