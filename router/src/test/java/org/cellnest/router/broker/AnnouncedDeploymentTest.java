package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class AnnouncedDeploymentTest {
    private final DeploymentInfo first = new DeploymentInfo("app", "1", "", Map.of());
    private final DeploymentInfo second = new DeploymentInfo("app", "2", "", Map.of());
    private final DeploymentVerdict accepted = DeploymentVerdict.accepted("app");
    private final DeploymentVerdict refused =
            DeploymentVerdict.refused("app", ErrorCode.ROUTE_INVALID, "a reason", "/a{");

    @Test
    void keepsTheTimeOfAnUnchangedVersion() {
        AnnouncedDeployment begun = AnnouncedDeployment.after(null, first, accepted, 10);
        assertEquals(10, begun.sinceNs());
        assertEquals(10, AnnouncedDeployment.after(begun, first, refused, 20).sinceNs());
        assertEquals(20, AnnouncedDeployment.after(begun, second, accepted, 20).sinceNs());
    }

    @Test
    void isRepeatedByTheSameVersionWithTheSameVerdictAlone() {
        AnnouncedDeployment announced = AnnouncedDeployment.after(null, first, refused, 10);
        assertTrue(announced.isRepeatedBy(first, refused));
        assertFalse(announced.isRepeatedBy(first, accepted));
        assertFalse(announced.isRepeatedBy(second, refused));
    }

    @Test
    void servesNothingWhereItIsRefused() {
        assertNull(AnnouncedDeployment.after(null, first, refused, 10).accepted());
        assertEquals(first, AnnouncedDeployment.after(null, first, accepted, 10).accepted());
    }
}
