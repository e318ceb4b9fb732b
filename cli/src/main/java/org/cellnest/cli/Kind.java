package org.cellnest.cli;

/** What {@code ls} lists. */
enum Kind {
    CELLS(new CellListing()),
    GATEWAYS(new GatewayListing()),
    ROUTES(new RouteListing()),
    DEPLOYMENTS(new DeploymentListing());

    final Listing listing;

    Kind(Listing listing) {
        this.listing = listing;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return listing.field();
    }
}
