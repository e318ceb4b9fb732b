package org.cellnest.dev;

import java.nio.file.Path;
import java.util.List;
import org.cellnest.process.settings.SettingsSources;

/**
 * What development mode is started with.
 *
 * @param directories of the projects, at least one
 * @param mode who compiles them
 * @param settings what the author has set
 * @param debugged whether a debugger may stop the JVM for as long as it likes
 */
record DevOptions(List<Path> directories, Mode mode, SettingsSources settings, boolean debugged) {}
