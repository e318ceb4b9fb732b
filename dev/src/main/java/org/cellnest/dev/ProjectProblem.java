package org.cellnest.dev;

/**
 * A reason for which a project does not serve its current version.
 *
 * @param project its name
 * @param status the status of answers in the meantime: 503 while the project is being built, 500 if the author has to
 *     act
 * @param title one line, such as {@code orders does not compile}
 * @param text details, of any number of lines; may be empty
 */
record ProjectProblem(String project, int status, String title, String text) {}
