package org.cellnest.dev;

/** Who compiles a project. */
enum Mode {
    /** Whoever was last: classes that are newer than the sources are served as they are, else the sources are compiled. */
    NEWEST,
    /** Development mode itself, whatever lies in the folder of classes. */
    COMPILE,
    /** Somebody else, such as an IDE or Maven. */
    CLASSES
}
