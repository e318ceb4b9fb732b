package org.cellnest.runtime.deploy.watch;

import org.cellnest.runtime.deploy.jar.FileStamp;

/** A change that {@link DirectoryWatch} concludes from a look. */
public sealed interface DirectoryChange {
    /** Another version of the file is whole and at rest: time to use it. */
    record Arrived(FileStamp file) implements DirectoryChange {}

    /** The file is at rest and still cannot be read; once for each version of the file. */
    record Unreadable(FileStamp file, String reason) implements DirectoryChange {}

    /** The file has been at rest for long enough to report its failure. */
    record ReportDue(FileStamp file, String reason) implements DirectoryChange {}

    /** The file is no longer there. */
    record Gone(FileStamp file) implements DirectoryChange {}
}
