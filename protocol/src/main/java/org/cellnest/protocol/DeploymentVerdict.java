package org.cellnest.protocol;

/**
 * The router's decision on a deployment. A refused deployment does not affect the others, and none of its routes is
 * registered.
 *
 * @param name the deployment
 * @param accepted whether its routes are registered
 * @param code the reason of a refusal, an {@link ErrorCode#wireName}, or empty
 * @param reason the reason of a refusal, for people, or empty
 * @param route the template of the route that caused the refusal, or empty
 */
public record DeploymentVerdict(String name, boolean accepted, String code, String reason, String route) {
    public DeploymentVerdict {
        code = code == null ? "" : code;
        reason = reason == null ? "" : reason;
        route = route == null ? "" : route;
    }

    /** Returns the verdict for a deployment whose routes are registered. */
    public static DeploymentVerdict accepted(String name) {
        return new DeploymentVerdict(name, true, "", "", "");
    }

    /** Returns the verdict for a deployment none of whose routes is registered. */
    public static DeploymentVerdict refused(String name, ErrorCode code, String reason, String route) {
        return new DeploymentVerdict(name, false, code.wireName(), reason, route);
    }
}
