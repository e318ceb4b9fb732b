/**
 * The settings of the whole nest.
 *
 * <p>{@link org.cellnest.process.settings.Catalogue} lists every key of every process, each with its type, default and
 * one sentence. {@link org.cellnest.process.settings.SettingsSources} says where values come from (command line,
 * environment, file) and resolves them into {@link org.cellnest.process.settings.Settings}, which are checked whole: each
 * process accepts and checks the keys of the others too, so that one file and one set of arguments serves all three.
 */
@NullMarked
package org.cellnest.process.settings;

import org.jspecify.annotations.NullMarked;
