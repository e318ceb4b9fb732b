package org.cellnest.runtime.deploy.watch;

import org.cellnest.runtime.deploy.jar.FileStamp;

/** What {@link DirectoryWatch} concludes from a look. */
public sealed interface DirectoryChange {
    /** Another version of the file is whole and at rest: time to use it. */
    record Arrived(FileStamp file) implements DirectoryChange {}

    /** The file is at rest and still cannot be read; told once for each version of it. */
    record Unreadable(FileStamp file, String reason) implements DirectoryChange {}

    /** The file has been at rest for long enough that its failure is worth a report. */
    record ReportDue(FileStamp file, String reason) implements DirectoryChange {}

    /** The file is no longer there. */
    record Gone(FileStamp file) implements DirectoryChange {}
}
