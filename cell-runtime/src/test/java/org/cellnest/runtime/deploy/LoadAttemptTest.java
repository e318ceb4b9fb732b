package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.junit.jupiter.api.Test;

class LoadAttemptTest {
    private final List<LoadAttempt.Failure> failures = new ArrayList<>();

    private final LoadAttempt attempt = attempt(() -> {
        throw DeploymentException.passing("no room", new IllegalStateException());
    });

    private LoadAttempt attempt(LoadAttempt.Preparation preparation) {
        LoadAttempt.Results results = new LoadAttempt.Results() {
            @Override
            public void reportPrepared(LoadAttempt of, Prepared prepared) {
                throw new AssertionError("prepared");
            }

            @Override
            public void reportLoaded(LoadAttempt of, Deployment deployment) {
                throw new AssertionError("loaded");
            }

            @Override
            public void reportFailed(LoadAttempt of, LoadAttempt.Failure failure) {
                failures.add(failure);
            }
        };
        LoadAttempt.Start start = prepared -> {
            throw new DeploymentException("not to be started");
        };
        return new LoadAttempt("orders", Source.LAST_GOOD, false, preparation, start, results);
    }

    @Test
    void reportsAFailureThatMayPass() {
        attempt.onStart(5);
        attempt.run();
        assertEquals(1, failures.size());
        assertEquals("no room", failures.get(0).reason());
        assertTrue(failures.get(0).passing());
    }

    @Test
    void reportsAnErrorOfTheCellsCode() {
        LoadAttempt broken = attempt(() -> {
            throw new NoClassDefFoundError("demo/Missing");
        });
        broken.onStart(5);
        broken.run();
        assertFalse(failures.get(0).passing());
        assertTrue(failures.get(0).reason().contains("demo"), failures.get(0).reason());
    }

    @Test
    void countsItsTimeFromItsStart() {
        assertFalse(attempt.isPrepared());
        attempt.onStart(5);
        assertEquals(5, attempt.startedNs());
        assertFalse(attempt.isPrepared());
    }

    @Test
    void isOvertakenOnceAndForAll() {
        attempt.overtake();
        attempt.overtake();
        assertTrue(attempt.isOvertaken());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> attempt.onStart(5));
        assertEquals("orders: load attempt OVERTAKEN -> RUNNING", refused.getMessage());
    }

    @Test
    void startsOnlyOnce() {
        attempt.onStart(5);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> attempt.onStart(6));
        assertEquals("orders: load attempt RUNNING -> RUNNING", refused.getMessage());
    }
}
