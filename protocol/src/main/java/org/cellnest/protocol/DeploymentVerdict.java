package org.cellnest.protocol;

/**
 * What became of a deployment. One that is refused does not touch the others, and none of its routes stands.
 *
 * @param name the deployment
 * @param accepted whether its routes stand
 * @param code why not, an {@link ErrorCode#wireName}, or empty
 * @param reason why not, for people, or empty
 * @param route the template of the route that offends, or empty
 */
public record DeploymentVerdict(String name, boolean accepted, String code, String reason, String route) {
    public DeploymentVerdict {
        code = code == null ? "" : code;
        reason = reason == null ? "" : reason;
        route = route == null ? "" : route;
    }

    /** A deployment whose routes stand. */
    public static DeploymentVerdict accepted(String name) {
        return new DeploymentVerdict(name, true, "", "", "");
    }

    /** A deployment none of whose routes stands. */
    public static DeploymentVerdict refused(String name, ErrorCode code, String reason, String route) {
        return new DeploymentVerdict(name, false, code.wireName(), reason, route);
    }
}
