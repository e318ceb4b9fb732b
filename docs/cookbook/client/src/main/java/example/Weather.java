package example;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;

/** Calls another service, and answers within the deadline of its own request even if that service does not. */
public final class Weather {
    private static final int MOST_BYTES = 64 * 1024;
    /** The part of the remaining time that is reserved for the answer. */
    private static final Duration MARGIN = Duration.ofMillis(50);

    private static final Duration LEAST = Duration.ofMillis(1);

    private final WeatherSetup.Service service;

    Weather(WeatherSetup.Service service) {
        this.service = service;
    }

    @Route(value = "/weather", timeoutMs = 3_000)
    public Map<String, String> weather(Request request) throws InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(service.url())
                .timeout(patience(request))
                .header("accept", "text/plain")
                .header("x-request-id", request.id())
                .build();
        try {
            HttpResponse<byte[]> answer = service.client().send(call, about -> new LimitedBody(MOST_BYTES));
            if (answer.statusCode() != 200) {
                throw new Problem(502, "the weather service answered " + answer.statusCode());
            }
            return Map.of("weather", new String(answer.body(), StandardCharsets.UTF_8));
        } catch (HttpTimeoutException e) {
            throw new Problem(504, "the weather service took too long", e);
        } catch (IOException e) {
            throw new Problem(502, "the weather service cannot be asked", e);
        }
    }

    private Duration patience(Request request) {
        Duration left = request.remaining().minus(MARGIN);
        Duration shorter = left.compareTo(service.patience()) < 0 ? left : service.patience();
        return shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
    }
}
