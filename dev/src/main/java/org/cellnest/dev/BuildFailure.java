package org.cellnest.dev;

/** Reports that a project could not be built into a cell. The message is for the author and may have several lines. */
final class BuildFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String title;

    /**
     * Creates a failure.
     *
     * @param title the failed step, as a phrase that follows the project's name
     */
    BuildFailure(String title, String message) {
        super(message);
        this.title = title;
    }

    String title() {
        return title;
    }
}
