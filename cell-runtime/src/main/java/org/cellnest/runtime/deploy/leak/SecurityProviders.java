package org.cellnest.runtime.deploy.leak;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/** Finds a deployment's security providers. Stateless. */
final class SecurityProviders implements JvmPlace {
    @Override
    public List<Remnant> remnantsOf(CellClassLoader loader) {
        return Arrays.stream(Security.getProviders())
                .filter(provider -> Ownership.isOf(loader, provider))
                .map(SecurityProviders::remnant)
                .toList();
    }

    private static Remnant remnant(Provider provider) {
        return new Remnant(
                "security provider " + provider.getName() + " ("
                        + provider.getClass().getName() + ")",
                () -> Security.removeProvider(provider.getName()));
    }
}
