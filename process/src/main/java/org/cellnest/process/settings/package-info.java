/**
 * Defines and resolves the settings of the whole nest.
 *
 * <p>{@link org.cellnest.process.settings.Catalogue} lists every key of every process, with its type, default and one
 * sentence. {@link org.cellnest.process.settings.SettingsSources} reads values from the command line, the environment
 * and a file, and resolves them into {@link org.cellnest.process.settings.Settings}. Each process accepts and checks
 * the keys of the others too, so that one file and one set of arguments serves all three.
 */
@NullMarked
package org.cellnest.process.settings;

import org.jspecify.annotations.NullMarked;
