package org.cellnest.cli;

/** Where the process {@code nest} begins. */
public final class NestMain {
    private NestMain() {}

    public static void main(String[] args) {
        CliEnvironment cliEnvironment = CliEnvironment.ofProcess();
        int code = NestCommand.run(args, cliEnvironment);
        cliEnvironment.out().flush();
        System.exit(code);
    }
}
