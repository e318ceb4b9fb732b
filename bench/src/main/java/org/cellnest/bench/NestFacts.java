package org.cellnest.bench;

import java.util.List;

/**
 * Describes a measured nest to readers of the results.
 *
 * @param name the nest's name in tables
 * @param commit the commit of its checkout
 * @param isOwn whether it ran from the bench's own checkout
 * @param settings the settings of all its processes, {@code key=value}, beyond those of every nest
 */
record NestFacts(String name, String commit, boolean isOwn, List<String> settings) {}
