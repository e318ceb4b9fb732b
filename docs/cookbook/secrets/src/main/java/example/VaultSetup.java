package example;

import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Takes the secret out of the settings once. Without one, or with one that is too short, the deployment fails. */
public final class VaultSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) {
        context.provide(Secret.class, new Secret(context.settings().string("vault.token")));
    }
}
