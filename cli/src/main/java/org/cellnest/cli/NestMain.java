package org.cellnest.cli;

/** Starts the process {@code nest}. */
public final class NestMain {
    private NestMain() {}

    public static void main(String[] args) {
        CliEnvironment cliEnvironment = CliEnvironment.ofProcess();
        int code = NestCommand.run(args, cliEnvironment);
        cliEnvironment.out().flush();
        System.exit(code);
    }
}
