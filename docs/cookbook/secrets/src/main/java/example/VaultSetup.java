package example;

import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Reads the secret from the settings once. Without a secret, or with a short one, the deployment fails. */
public final class VaultSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) {
        context.provide(Secret.class, new Secret(context.settings().string("vault.token")));
    }
}
