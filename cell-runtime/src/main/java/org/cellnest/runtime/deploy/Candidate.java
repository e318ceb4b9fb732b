package org.cellnest.runtime.deploy;

import java.util.Comparator;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.Version;

/**
 * A jar, or folder of classes, in the deploy directory that holds, or held, a deployment.
 *
 * @param file as it was last seen at rest
 * @param name of the deployment
 * @param version by which candidates of one name are ordered
 * @param readable whether its zip directory and manifest can be read
 */
record Candidate(FileStamp file, String name, Version version, boolean readable) {
    /** The one to serve first: the higher version, else the younger file, else the later name. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::version)
            .thenComparing(candidate -> candidate.file().modifiedUs())
            .thenComparing(candidate -> candidate.file().fileName())
            .reversed();
}
