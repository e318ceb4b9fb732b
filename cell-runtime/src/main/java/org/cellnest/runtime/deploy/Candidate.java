package org.cellnest.runtime.deploy;

import java.util.Comparator;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.Version;

/**
 * A jar, or folder of classes, in the deploy directory that holds, or held, a deployment.
 *
 * @param file its state when it was last seen at rest
 * @param name of the deployment
 * @param version by which candidates of one name are ordered
 * @param readable whether its zip directory and manifest can be read
 */
record Candidate(FileStamp file, String name, Version version, boolean readable) {
    /** Orders candidates by preference: higher version, then younger file, then later name. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::version)
            .thenComparing(candidate -> candidate.file().modifiedUs())
            .thenComparing(candidate -> candidate.file().fileName())
            .reversed();
}
