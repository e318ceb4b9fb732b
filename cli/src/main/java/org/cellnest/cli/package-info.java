/**
 * The command line, {@code nest}: it asks a router's control plane over HTTP what is in the nest, tells it what to do,
 * follows its events, and calls endpoints through a gateway.
 *
 * <p>{@link org.cellnest.cli.NestMain} hands the outside world, {@link org.cellnest.cli.CliEnvironment}, to {@link
 * org.cellnest.cli.NestCommand}, which picks one of the {@code ...Command} classes. A command asks through {@link
 * org.cellnest.cli.RouterClient}, and either passes on the router's JSON or writes a {@link org.cellnest.cli.Table} for
 * people. {@code nest keys} alone asks no router: it makes key pairs. Whatever goes wrong is a {@link org.cellnest.cli.NestException}: one line and an exit code.
 */
@NullMarked
package org.cellnest.cli;

import org.jspecify.annotations.NullMarked;
