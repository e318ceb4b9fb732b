/**
 * Implements the command line, {@code nest}. It lists the content of a nest by a router's control plane over HTTP,
 * sends commands, follows events, and calls endpoints through a gateway.
 *
 * <p>{@link org.cellnest.cli.NestMain} passes the environment, {@link org.cellnest.cli.CliEnvironment}, to {@link
 * org.cellnest.cli.NestCommand}, which selects one of the {@code ...Command} classes. A command sends requests by
 * {@link org.cellnest.cli.RouterClient}. It either prints the router's JSON or a {@link org.cellnest.cli.Table} for
 * people. Only {@code nest keys} needs no router: it creates key pairs. Every failure is a {@link
 * org.cellnest.cli.NestException}: one line and an exit code.
 */
@NullMarked
package org.cellnest.cli;

import org.jspecify.annotations.NullMarked;
