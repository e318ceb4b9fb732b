package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.Register;

/**
 * Compares the failures that a cell reports with those of its previous registration, and notifies of each change. Used
 * by the broker's thread alone.
 */
final class FailureReports {
    private List<JarFailure> known = List.of();

    /** Adopts the reports of a registration that stands. */
    void onStanding(Register register, BrokerEvents events) {
        List<JarFailure> before = known;
        known = register.failures();
        for (JarFailure failure : known) {
            if (!before.contains(failure)) {
                events.onDeploymentFailed(register.id(), failure);
            }
        }
        for (JarFailure former : before) {
            if (known.stream().noneMatch(failure -> isSame(failure, former))) {
                boolean serves = register.deployments().stream()
                        .anyMatch(deployment ->
                                former.file().equals(deployment.meta().getOrDefault("file", "")));
                events.onDeploymentMended(register.id(), former, serves);
            }
        }
    }

    /** Whether two failures concern one file, or without a file one deployment; the reason may differ. */
    private static boolean isSame(JarFailure failure, JarFailure former) {
        return failure.file().equals(former.file())
                && failure.deployment().equals(former.deployment())
                && (!failure.file().isEmpty() || failure.reason().equals(former.reason()));
    }
}
