package org.cellnest.dev;

/**
 * Why a project does not serve what its author has written.
 *
 * @param project its name
 * @param status of the answers that requests get meanwhile: 503 while it is on its way, 500 where the author has to act
 * @param title one line, such as {@code orders does not compile}
 * @param text more of it, of any number of lines; may be empty
 */
record ProjectProblem(String project, int status, String title, String text) {}
