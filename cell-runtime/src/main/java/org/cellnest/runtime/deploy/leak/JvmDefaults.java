package org.cellnest.runtime.deploy.leak;

import java.io.PrintStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds a deployment's objects among the defaults of the JVM, such as the handler of uncaught exceptions. Removal
 * restores the default that was set when this was made. Immutable; any thread.
 */
final class JvmDefaults implements JvmRegistry {
    private record Default(String what, Supplier<? extends @Nullable Object> getter, Runnable restoring) {
        boolean isOf(CellClassLoader loader) {
            return Reachability.isOf(loader, getter.get());
        }

        Leak leak() {
            Object present = getter.get();
            return new Leak(
                    what + " (" + (present == null ? "none" : present.getClass().getName()) + ")", restoring);
        }
    }

    private final List<Default> defaults = List.of(
            restored(
                    "default handler of uncaught exceptions",
                    Thread::getDefaultUncaughtExceptionHandler,
                    Thread::setDefaultUncaughtExceptionHandler),
            restored("default authenticator", Authenticator::getDefault, Authenticator::setDefault),
            restored("default proxy selector", ProxySelector::getDefault, ProxySelector::setDefault),
            restored("default cookie handler", CookieHandler::getDefault, CookieHandler::setDefault),
            restored("default response cache", ResponseCache::getDefault, ResponseCache::setDefault),
            hostnameVerifier(),
            stream("System.out", System.out, () -> System.out, System::setOut),
            stream("System.err", System.err, () -> System.err, System::setErr));

    @SuppressWarnings("NullAway") // all of these take null for none
    private static <T> Default restored(
            String what, Supplier<? extends @Nullable T> getter, Consumer<@Nullable T> setter) {
        T before = getter.get();
        return new Default(what, getter, () -> setter.accept(before));
    }

    private static Default hostnameVerifier() {
        HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
        return new Default(
                "default hostname verifier",
                HttpsURLConnection::getDefaultHostnameVerifier,
                () -> HttpsURLConnection.setDefaultHostnameVerifier(before));
    }

    private static Default stream(
            String what, PrintStream before, Supplier<PrintStream> getter, Consumer<PrintStream> setter) {
        return new Default(what, getter, () -> setter.accept(before));
    }

    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        return defaults.stream()
                .filter(one -> one.isOf(loader))
                .map(Default::leak)
                .toList();
    }
}
