package org.cellnest.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code nest call}: sends a request through a gateway, and shows the answer and the time at each hop. */
@Command(
        name = "call",
        description = {
            "Sends a request through a gateway. The body of the answer goes to standard output; status and the time at each"
                    + " hop go to standard error.",
            "Exit code 1 where the answer is 400 or above, 3 where it is not whole."
        })
final class CallCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..2",
            paramLabel = "[METHOD] PATH",
            hideParamSyntax = true,
            description =
                    "GET /orders/7, or a whole URL. Without a method: GET, or POST where there is a body; PUT for a"
                            + " file.")
    private List<String> request = List.of();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "The body: text, @FILE, or - for standard input.")
    private @Nullable String data;

    @Option(names = "--json-body", paramLabel = "BODY", description = "The same, as application/json.")
    private @Nullable String jsonBody;

    @Option(
            names = {"-T", "--upload-file"},
            paramLabel = "FILE",
            description =
                    "The body: a file of any size, or - for standard input, sent while it is read. PUT by default.")
    private @Nullable Path uploadFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where the body of an answer of 200 to 299 goes, of any size. The file is there once it is whole.")
    private @Nullable Path outputFile;

    @Option(
            names = {"-i", "--include"},
            description = "Status and headers of the answer too, on standard output.")
    private boolean include;

    @Option(
            names = {"-s", "--silent"},
            description = "Nothing but the answer.")
    private boolean silent;

    @Option(
            names = "--gateway",
            paramLabel = "URL|ID",
            description =
                    "Which gateway (default: the first that the router has verified at its address, else the one in the settings).")
    private String gateway = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Longest wait for the answer (default: 60); with files, for anything to move.")
    private int timeoutSeconds = 60;

    CallCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (uploadFile != null && (data != null || jsonBody != null)) {
            throw NestException.usage("--upload-file and a body (expected: one of them)");
        }
        if (outputFile != null && include) {
            throw NestException.usage("--output and --include (expected: one of them)");
        }
        console.http(); // before anything else of HTTP, since it sets which headers a user may give
        CliEnvironment cliEnvironment = console.cliEnvironment();
        UploadFile upload = uploadFile == null ? null : UploadFile.of("--upload-file", uploadFile, cliEnvironment);
        Path output = outputFile == null ? null : OutputFile.checked("--output", outputFile, cliEnvironment);
        HttpRequest toSend = request(upload);
        boolean quiet = silent || console.options().json();
        Answer answer = new Caller(console, Duration.ofSeconds(timeoutSeconds), !gateway.isEmpty(), !quiet)
                .send(toSend, upload, output);
        if (console.options().json()) {
            answer.printJson(console);
        } else {
            answer.print(console, include, silent);
        }
        return answer.status() < 400 ? ExitCode.OK : ExitCode.REFUSED;
    }

    private HttpRequest request(@Nullable UploadFile upload) {
        if (data != null && jsonBody != null) {
            throw NestException.usage("--data and --json-body (expected: one of them)");
        }
        if (timeoutSeconds < 1) {
            throw NestException.usage("--timeout " + timeoutSeconds + " (expected: 1 or more)");
        }
        MethodAndTarget asked = MethodAndTarget.of(request);
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(asked.target()));
        if (upload != null) {
            builder.method(asked.methodOr("PUT"), upload.publisher()).expectContinue(upload.isLarge());
        } else {
            byte @Nullable [] body = body();
            builder.timeout(Duration.ofSeconds(timeoutSeconds))
                    .method(
                            asked.methodOr(body == null ? "GET" : "POST"),
                            body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        }
        builder.setHeader("User-Agent", "nest");
        builder.setHeader("Nest-Timing", "1");
        if (jsonBody != null) {
            builder.setHeader("Content-Type", "application/json");
        }
        headers.forEach(header -> addHeader(builder, header));
        return builder.build();
    }

    private byte @Nullable [] body() {
        if (jsonBody != null) {
            return RequestBody.read("--json-body", jsonBody, console.cliEnvironment());
        }
        return data == null ? null : RequestBody.read("--data", data, console.cliEnvironment());
    }

    private URI uri(String target) {
        boolean whole = target.startsWith("http://") || target.startsWith("https://");
        if (!whole && !target.startsWith("/")) {
            throw NestException.usage(target + " (expected: a path such as /orders/7, or a URL)");
        }
        if (whole && !gateway.isEmpty()) {
            throw NestException.usage("--gateway " + gateway + " and a URL (expected: a path, or no --gateway)");
        }
        try {
            URI uri = new URI(whole ? target : "http://localhost" + target).parseServerAuthority();
            if (uri.getHost() == null) {
                throw NestException.usage(target + " (expected: a URL with a host)");
            }
            // Checked above; what comes before it is an address that was checked too.
            return URI.create(
                    whole
                            ? uri.toASCIIString()
                            : new Gateways(console).find(gateway)
                                    + uri.toASCIIString().substring("http://localhost".length()));
        } catch (URISyntaxException e) {
            throw NestException.usage(target + ": " + e.getReason() + " at " + e.getIndex()
                    + " (expected: a path with anything special escaped, such as %20 for a space)");
        }
    }

    private static void addHeader(HttpRequest.Builder builder, String header) {
        int colon = header.indexOf(':');
        if (colon <= 0) {
            throw NestException.usage("--header " + header + " (expected: 'Name: value')");
        }
        String name = header.substring(0, colon).trim();
        try {
            if (name.equalsIgnoreCase("Content-Type") || name.equalsIgnoreCase("User-Agent")) {
                builder.setHeader(name, header.substring(colon + 1).trim());
            } else {
                builder.header(name, header.substring(colon + 1).trim());
            }
        } catch (IllegalArgumentException e) {
            throw NestException.usage("--header " + header + " (" + e.getMessage() + ")");
        }
    }
}
