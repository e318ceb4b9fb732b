package org.cellnest.runtime.deploy;

import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;

/** The origin of a deployment's classes and settings. Another source makes another version of the deployment. */
sealed interface Source {
    /** The version in {@link LastGood}. One deployment has at most one, so all such sources are equal. */
    Source LAST_GOOD = new LastGoodVersion();

    /**
     * A jar or class folder of the deploy directory.
     *
     * @param file its state when it was chosen
     * @param conf the settings file beside it, null if there is none
     */
    record DirectoryFile(FileStamp file, @Nullable FileStamp conf) implements Source {}

    /** The copy of the version that served last, with the settings it had. */
    record LastGoodVersion() implements Source {}
}
