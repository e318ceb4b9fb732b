package org.cellnest.cli;

/** A kind of object that {@code ls} lists. */
enum Kind {
    CELLS("cells"),
    GATEWAYS("gateways"),
    ROUTES("routes"),
    DEPLOYMENTS("deployments");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    Listing listing() {
        return switch (this) {
            case CELLS -> new CellListing();
            case GATEWAYS -> new GatewayListing();
            case ROUTES -> new RouteListing();
            case DEPLOYMENTS -> new DeploymentListing();
        };
    }

    /** Returns the name as written on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
