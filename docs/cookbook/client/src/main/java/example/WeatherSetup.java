package example;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Settings;

/** Creates the one client of the deployment, which keeps connections open from call to call. */
public final class WeatherSetup implements CellSetup {
    /** The service's address, and the longest time of a call. */
    record Service(HttpClient client, URI url, Duration patience) {}

    @Override
    public void setUp(CellContext context) {
        Settings weather = context.settings().section("weather");
        Duration patience = weather.duration("patience");
        HttpClient client = HttpClient.newBuilder()
                // Threads that end with the deployment; the client's own would outlive it.
                .executor(context.executor())
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        if (client instanceof AutoCloseable closeable) { // since Java 21
            context.onClose(closeable::close);
        }
        context.provide(Service.class, new Service(client, URI.create(weather.string("url")), patience));
    }
}
