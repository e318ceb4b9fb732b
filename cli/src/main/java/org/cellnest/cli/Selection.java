package org.cellnest.cli;

/**
 * What of a listing is wanted.
 *
 * @param query words that all have to be there; empty for all
 * @param deployment a deployment's name; empty for all
 * @param cell a cell's id; empty for all
 * @param order one of the listing's
 * @param most how many at most
 */
record Selection(Listing listing, String query, String deployment, String cell, String order, int most) {
    /** Refuses a filter that the listing knows nothing of. */
    void check() {
        refuse("--deployment", deployment);
        refuse("--cell", cell);
    }

    private void refuse(String option, String value) {
        if (!value.isEmpty() && !listing.filters().contains(option)) {
            throw NestException.usage(option + " " + value + " (" + listing.field() + " are of no "
                    + option.substring(2) + "; expected: another kind)");
        }
    }

    boolean isFiltered() {
        return !deployment.isEmpty() || !cell.isEmpty();
    }
}
