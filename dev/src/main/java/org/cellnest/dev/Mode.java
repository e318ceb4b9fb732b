package org.cellnest.dev;

/** A rule that decides between compiling sources and serving compiled classes. */
enum Mode {
    /** The last change counts: classes newer than the sources are served as they are, else the sources are compiled. */
    NEWEST,
    /** Development mode compiles the sources, and ignores the folder of classes. */
    COMPILE,
    /** An IDE, Maven or another tool compiles the classes. */
    CLASSES
}
