package org.cellnest.dev;

import java.nio.file.Path;
import java.util.List;
import org.cellnest.process.settings.SettingsSources;

/**
 * Holds the options of development mode.
 *
 * @param directories the folders of the projects, at least one
 * @param mode the rule that decides which compiler's classes are served
 * @param settings the author's settings
 * @param debugged whether a debugger may suspend the JVM for any time
 */
record DevOptions(List<Path> directories, Mode mode, SettingsSources settings, boolean debugged) {}
