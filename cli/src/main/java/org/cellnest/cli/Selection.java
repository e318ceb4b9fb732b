package org.cellnest.cli;

/**
 * A query of a listing.
 *
 * @param query words that an item must contain; empty for all
 * @param deployment a deployment's name; empty for all
 * @param cell a cell's id; empty for all
 * @param order one of the listing's orders
 * @param most the maximum number of items
 */
record Selection(Listing listing, String query, String deployment, String cell, String order, int most) {
    /** Rejects a filter that the listing does not support. */
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
