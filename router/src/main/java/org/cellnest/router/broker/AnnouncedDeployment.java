package org.cellnest.router.broker;

import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;

/**
 * A deployment that a cell has announced.
 *
 * @param info as it was announced last
 * @param verdict what became of that
 * @param sinceNs when this version of it was first announced in the session
 */
record AnnouncedDeployment(DeploymentInfo info, DeploymentVerdict verdict, long sinceNs) {}
