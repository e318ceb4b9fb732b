package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens a {@link DeployFixture} in an empty folder before each test, and closes it afterwards. */
public abstract class DeployTest {
    /** The folder that holds the fixture's deploy and work directories. */
    @TempDir
    protected Path root;

    protected DeployFixture cell;

    @BeforeEach
    final void openCell() throws IOException {
        cell = new DeployFixture(root);
    }

    @AfterEach
    final void closeCell() throws IOException {
        cell.close();
    }
}
