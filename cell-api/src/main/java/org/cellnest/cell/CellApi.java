package org.cellnest.cell;

/** The level of this API, and the names that a jar's manifest speaks in. */
public final class CellApi {
    /**
     * The level of this API. A jar whose manifest says {@code Cellnest-Api: 2} is refused by a cell process that knows
     * level 1 only; one that says nothing, or a lower level, is taken.
     */
    public static final int LEVEL = 1;

    /** The manifest's attribute with the level of the API that a jar needs, a whole number. */
    public static final String MANIFEST_API = "Cellnest-Api";

    /**
     * The manifest's attribute with the name of the deployment. Without it the name is the file's, without {@code .jar}
     * and a trailing version.
     */
    public static final String MANIFEST_NAME = "Cellnest-Name";

    /**
     * The manifest's attribute with what a new version does first: {@code start-first}, the default, or {@code stop-first},
     * as {@link StopFirst} says it.
     */
    public static final String MANIFEST_UPDATE_ORDER = "Cellnest-Update-Order";

    private CellApi() {}
}
