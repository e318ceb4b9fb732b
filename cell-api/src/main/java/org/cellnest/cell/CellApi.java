package org.cellnest.cell;

/** Defines the level of this API, and the attributes of a jar's manifest. */
public final class CellApi {
    /**
     * The level of this API. A cell process of level 1 refuses a jar with {@code Cellnest-Api: 2} in its manifest. It
     * accepts a jar with a lower level or without the attribute.
     */
    public static final int LEVEL = 1;

    /** The manifest's attribute for the level of the API that a jar needs, a whole number. */
    public static final String MANIFEST_API = "Cellnest-Api";

    /**
     * The manifest's attribute for the name of the deployment. Without it the name is the file's, without {@code .jar}
     * and a trailing version.
     */
    public static final String MANIFEST_NAME = "Cellnest-Name";

    /**
     * The manifest's attribute for the update order of a new version: {@code start-first}, the default, or {@code
     * stop-first}; see {@link StopFirst}.
     */
    public static final String MANIFEST_UPDATE_ORDER = "Cellnest-Update-Order";

    private CellApi() {}
}
