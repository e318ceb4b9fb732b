package org.cellnest.runtime.deploy.leak;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/** Finds a deployment's security providers. Stateless. */
final class SecurityProviders implements JvmRegistry {
    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        return Arrays.stream(Security.getProviders())
                .filter(provider -> Reachability.isOf(loader, provider))
                .map(SecurityProviders::leak)
                .toList();
    }

    private static Leak leak(Provider provider) {
        return new Leak(
                "security provider " + provider.getName() + " ("
                        + provider.getClass().getName() + ")",
                () -> Security.removeProvider(provider.getName()));
    }
}
