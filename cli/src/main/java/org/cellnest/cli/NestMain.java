package org.cellnest.cli;

/** Where the process {@code nest} begins. */
public final class NestMain {
    private NestMain() {}

    public static void main(String[] args) {
        CliEnvironment surroundings = CliEnvironment.ofProcess();
        int code = NestCommand.run(args, surroundings);
        surroundings.out().flush();
        System.exit(code);
    }
}
