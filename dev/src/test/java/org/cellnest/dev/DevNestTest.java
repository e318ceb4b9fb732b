package org.cellnest.dev;

import static org.cellnest.dev.TestProject.answering;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.SettingsSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a project is served while it is written. */
class DevNestTest {
    private static final String SOURCE = "src/main/java/example/Hello.java";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<String> fatal = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private TestProject project;
    private @Nullable DevNest nest;

    @BeforeEach
    void makeProject() throws Exception {
        project = new TestProject(folder.resolve("orders"));
    }

    @AfterEach
    void stop() {
        if (nest != null) {
            nest.close();
        }
        assertEquals(List.of(), fatal);
    }

    @Test
    void servesWhatIsWrittenAndSaysWhichRoutesChanged() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "one"));
        start(Mode.NEWEST);
        awaitAnswer("/hello", "one");
        assertTrue(printed().contains("orders: serves 1 route (src/main/java, "), this::printed);
        assertTrue(printed().contains("+ GET /hello\n"), this::printed);
        project.source("Hello", answering("Hello", "/hello", "two"));
        awaitAnswer("/hello", "two");
        Await.until(() -> printed().contains("routes as before"), this::printed);
        project.source("Bye", answering("Bye", "/bye", "bye"));
        awaitAnswer("/bye", "bye");
        Await.until(() -> printed().contains("+ GET /bye\n"), this::printed);
        project.delete(SOURCE);
        Await.until(() -> printed().contains("- GET /hello\n"), this::printed);
        assertEquals(404, get("/hello", "*/*").statusCode());
        assertEquals("bye", get("/bye", "*/*").body());
    }

    @Test
    void showsWhatDoesNotCompileInPlaceOfEveryPage() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "one"));
        start(Mode.NEWEST);
        awaitAnswer("/hello", "one");
        project.source("Hello", answering("Hello", "/hello", "two").replace("return", "retrun"));
        Await.until(() -> printed().contains("orders does not compile"), this::printed);
        assertTrue(printed().contains(SOURCE + ":6: error: "), this::printed);
        assertTrue(printed().contains("retrun \"two\";"), this::printed);

        Await.until(() -> get("/elsewhere", "*/*").statusCode() == 500, this::printed);
        HttpResponse<String> page = get("/elsewhere", "text/html,application/xhtml+xml");
        assertEquals(
                "text/html;charset=utf-8",
                page.headers().firstValue("content-type").orElseThrow());
        assertTrue(page.body().contains("<h1>orders does not compile</h1>"), page::body);
        assertTrue(page.body().contains("retrun &quot;two&quot;"), page::body);
        assertTrue(page.body().contains("location.reload()"), page::body);
        HttpResponse<String> problem = get("/hello", "*/*");
        assertEquals(500, problem.statusCode());
        assertEquals(
                "application/problem+json",
                problem.headers().firstValue("content-type").orElseThrow());
        assertTrue(problem.body().contains("\"project\":\"orders\""), problem::body);

        String number = get(ProjectProblemPages.STATE_PATH, "*/*").body();
        assertTrue(page.body().contains("!== '" + number + "'"), page::body);
        project.source("Hello", answering("Hello", "/hello", "three"));
        awaitAnswer("/hello", "three");
        assertEquals("0", get(ProjectProblemPages.STATE_PATH, "*/*").body(), "the page is told to give way");
    }

    @Test
    void showsWhereACellThrowsThatCannotBeConstructed() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "one"));
        start(Mode.NEWEST);
        awaitAnswer("/hello", "one");
        project.source(
                "Hello",
                answering("Hello", "/hello", "two")
                        .replace(
                                "    @Route",
                                "    public Hello() { throw new IllegalStateException(\"no database\"); }\n    @Route"));
        Await.until(() -> printed().contains("orders cannot be deployed"), this::printed);
        Await.until(() -> printed().contains("    at example.Hello.<init>(Hello.java:4)"), this::printed);
        assertFalse(printed().contains("at org.cellnest.runtime"), this::printed);
        Await.until(() -> get("/hello", "*/*").statusCode() == 500, this::printed);
        HttpResponse<String> page = get("/hello", "text/html");
        assertTrue(page.body().contains("no database"), page::body);
        project.source("Hello", answering("Hello", "/hello", "three"));
        awaitAnswer("/hello", "three");
    }

    @Test
    void servesTheClassesThatAnIdeCompiles() throws Exception {
        project.compiled("Hello", answering("Hello", "/hello", "one"));
        start(Mode.CLASSES);
        awaitAnswer("/hello", "one");
        assertTrue(printed().contains("orders: serves 1 route (target/classes, "), this::printed);
        project.compiled("Bye", answering("Bye", "/bye", "bye"));
        awaitAnswer("/bye", "bye");
        project.delete("target/classes/example/Hello.class");
        Await.until(() -> printed().contains("- GET /hello\n"), this::printed);
        assertEquals(404, get("/hello", "*/*").statusCode());
    }

    @Test
    void servesWhoeverCompiledLast() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "source"));
        project.compiled("Hello", answering("Hello", "/hello", "compiled"));
        start(Mode.NEWEST);
        awaitAnswer("/hello", "compiled");
        project.source("Hello", answering("Hello", "/hello", "written"));
        awaitAnswer("/hello", "written");
        project.compiled("Hello", answering("Hello", "/hello", "compiled again"));
        awaitAnswer("/hello", "compiled again");
    }

    @Test
    void swapsForSettingsAndResourcesToo() throws Exception {
        project.source(
                "Hello",
                "package example;\nimport org.cellnest.cell.*;\npublic class Hello {\n"
                        + "    private final CellContext context;\n"
                        + "    public Hello(CellContext context) { this.context = context; }\n"
                        + "    @Route(\"/hello\") public String answer() {"
                        + " return context.settings().string(\"greeting\", \"none\"); }\n}\n");
        start(Mode.NEWEST);
        awaitAnswer("/hello", "none");
        project.write("src/main/resources/META-INF/cell/defaults.conf", "greeting = default");
        awaitAnswer("/hello", "default");
        project.write("orders.conf", "greeting = mine");
        awaitAnswer("/hello", "mine");
        project.delete("orders.conf");
        awaitAnswer("/hello", "default");
    }

    @Test
    void compilesAgainstLibrariesAndBringsThemAlong() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "").replace("\"\";", "greetings.Greeting.TEXT.get();"));
        start(Mode.NEWEST);
        Await.until(() -> printed().contains("error: package greetings"), this::printed);
        assertTrue(printed().contains("looked for in target/dependency"), this::printed);
        project.library(
                "target/dependency/greetings.jar",
                "greetings.Greeting",
                "package greetings; public class Greeting {"
                        + " public static final java.util.function.Supplier<String> TEXT = () -> \"from a library\"; }");
        awaitAnswer("/hello", "from a library");
    }

    @Test
    void waitsForAProjectThatHasNothingYet() throws Exception {
        start(Mode.NEWEST);
        Await.until(() -> printed().contains("orders has nothing to serve"), this::printed);
        HttpResponse<String> page = get("/", "text/html");
        assertEquals(503, page.statusCode());
        assertTrue(page.body().contains("no Java source in src/main/java"), page::body);
        project.source("Hello", answering("Hello", "/hello", "one"));
        awaitAnswer("/hello", "one");
    }

    @Test
    void servesSeveralProjectsTogether() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "one"));
        TestProject other = new TestProject(folder.resolve("other"));
        other.write("pom.xml", "<project><artifactId>other</artifactId></project>")
                .source("Bye", answering("Bye", "/bye", "bye"));
        start(Mode.NEWEST, other.folder);
        awaitAnswer("/hello", "one");
        awaitAnswer("/bye", "bye");
        other.source("Bye", "not Java");
        Await.until(() -> printed().contains("other does not compile"), this::printed);
        Await.until(() -> get("/hello", "*/*").statusCode() == 500, this::printed);
    }

    @Test
    void showsBrowsersWhatThereIsUntilTheProjectHasAPageOfItsOwn() throws Exception {
        project.source("Hello", answering("Hello", "/hello", "one"));
        start(Mode.NEWEST);
        awaitAnswer("/hello", "one");
        String page = get("/", "text/html").body();
        assertTrue(page.contains("<a href=\"/hello\"><code>/hello</code></a>"), page);
        assertEquals(404, get("/", "*/*").statusCode());
        Matcher links = Pattern.compile("<nav>.*href=\"([^\"]+/openapi.json)\".*href=\"([^\"]+)\">Dashboard</a></nav>")
                .matcher(page);
        assertTrue(links.find(), page);
        Await.until(() -> get(links.group(1), "*/*").body().contains("\"/hello\""), this::printed);
        assertTrue(get(links.group(2), "text/html").body().contains("<html"));

        project.source("Root", answering("Root", "/", "my page"));
        Await.until(() -> get("/", "text/html").body().equals("my page"), this::printed);
    }

    private void start(Mode mode, Path... others) throws StartupException {
        List<Path> directories = new ArrayList<>(List.of(project.folder));
        directories.addAll(List.of(others));
        SettingsSources settings = new SettingsSources(
                null, List.of("gateway.http.port=0", "gateway.io-threads=1"), Map.of(), folder, folder);
        Terminal terminal =
                new Terminal(new PrintStream(output, true, StandardCharsets.UTF_8), false, () -> LocalTime.NOON);
        nest = DevNest.start(
                new DevOptions(directories, mode, settings, false), terminal, (message, cause) -> fatal.add(message));
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void awaitAnswer(String path, String text) throws Exception {
        Await.until(() -> text.equals(get(path, "*/*").body()), this::printed);
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        DevNest running = nest;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return client.send(
                HttpRequest.newBuilder(URI.create(running.url()).resolve(path))
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofString());
    }
}
