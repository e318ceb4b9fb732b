package org.cellnest.dev;

/** A project cannot be made into a cell; the message is for its author and may have several lines. */
final class BuildFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String title;

    /** @param title what has failed, in a few words that follow the project's name */
    BuildFailure(String title, String message) {
        super(message);
        this.title = title;
    }

    String title() {
        return title;
    }
}
