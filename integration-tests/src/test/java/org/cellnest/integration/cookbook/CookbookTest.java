package org.cellnest.integration.cookbook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.integration.cookbook.WeatherService.Mood;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Every recipe of the cookbook does in a nest what the page says, and leaves nothing behind when it goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookbookTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final int WRITERS = 2;

    /** Takes the place of what a request that is interrupted at its deadline does to the database. */
    private static final Map<String, String> INTERRUPTED_WRITE = Map.of("example.InterruptedWrite", """
            package example;

            public final class InterruptedWrite {
                private final javax.sql.DataSource pool;

                public InterruptedWrite(javax.sql.DataSource pool) {
                    this.pool = pool;
                }

                @org.cellnest.cell.Route("/interrupted-write")
                public String write() throws java.sql.SQLException {
                    try (var connection = pool.getConnection();
                            var statement = connection.createStatement()) {
                        Thread.currentThread().interrupt();
                        for (int i = 0; i < 50; i++) {
                            statement.execute("insert into orders (item) values ('interrupted')");
                            statement.execute("checkpoint sync");
                        }
                        return "written";
                    } finally {
                        Thread.interrupted();
                    }
                }
            }
            """);

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getLevel() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap().getOrDefault("requestId", ""));
        }
    };
    private final Level levelBefore = rootLogger().getLevel();
    private int lastVersion;
    private WeatherService weather;
    private NestInOneJvm nest;
    private int port;

    @BeforeAll
    void serveAllRecipes(@TempDir Path folder) throws IOException {
        rootLogger().setLevel(Level.INFO);
        rootLogger().addAppender(appender);
        appender.start();
        weather = new WeatherService();
        nest = NestInOneJvm.in(folder, "router.parking-time=20s");
        conf(Recipe.DATABASE, "database.url = \"jdbc:h2:async:" + folder.resolve("orders") + "\"");
        conf(Recipe.SECRETS, "vault.token = ${PATH}");
        conf(Recipe.FILTERS, "shelf.token = \"a token\"");
        conf(Recipe.FILES, "shelf.folder = \"" + Files.createDirectory(folder.resolve("shelf")) + "\"");
        Files.writeString(folder.resolve("shelf/tea.txt"), "green tea");
        conf(Recipe.STREAMS, "backups.folder = \"" + folder.resolve("backups") + "\"");
        conf(Recipe.TIMER, "visits.period = 20ms");
        conf(Recipe.UPLOAD, "album.folder = \"" + folder.resolve("album") + "\"");
        conf(Recipe.CLIENT, "weather { url = \"" + weather.url() + "\", patience = 1s }");
        for (Recipe recipe : Recipe.values()) {
            deploy(recipe, "first");
        }
        Ready router = nest.router();
        port = nest.gateway(router).port("http");
        nest.cell(router);
        for (Recipe recipe : Recipe.values()) {
            awaitVersion(recipe, "first");
        }
    }

    @AfterAll
    void stop() {
        nest.close();
        weather.close();
        rootLogger().detachAppender(appender);
        rootLogger().setLevel(levelBefore);
    }

    @Test
    void keepsOrdersInADatabaseAcrossASwapUnderUse() throws Exception {
        Answer placed = ask("POST", "/orders", "{\"item\":\"tea\"}", JSON);
        assertEquals(201, placed.status(), placed::toString);
        String path = placed.header("location").orElseThrow();
        assertEquals(400, ask("POST", "/orders", "{\"item\":\" \"}", JSON).status());
        assertEquals(404, get("/orders/999999").status());

        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        List<String> wrong = new CopyOnWriteArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> placeOrders(enough, answers, wrong));
            }
            Await.until("orders are placed", () -> answers.get() > 10 * WRITERS);
            swap(Recipe.DATABASE);
            int atSwap = answers.get();
            Await.until("orders are placed in the new version", () -> answers.get() > atSwap + 10 * WRITERS);
        } finally {
            enough.set(true);
            writers.shutdown();
            assertTrue(writers.awaitTermination(30, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), wrong);
        assertTrue(get(path).text().contains("\"tea\""), "the order of the version before");
    }

    private void placeOrders(AtomicBoolean enough, AtomicInteger answers, List<String> wrong) {
        while (!enough.get()) {
            try {
                Answer answer = ask("POST", "/orders", "{\"item\":\"coffee\"}", JSON);
                if (answer.status() != 201) {
                    wrong.add(answer.toString());
                }
            } catch (IOException e) {
                wrong.add(e.toString());
            }
            answers.incrementAndGet();
        }
    }

    @Test
    void keepsTheDatabaseOpenWhenAThreadThatWritesIsInterrupted() throws IOException {
        get("/interrupted-write");
        Answer placed = ask("POST", "/orders", "{\"item\":\"tea\"}", JSON);
        assertEquals(201, placed.status(), placed::toString);
    }

    @Test
    void findsWhatALibraryInTheJarFinds() throws IOException {
        assertEquals(
                "[\"ab\",\"aab\"]",
                get("/search?expression=a%2Bb&text=xabyaabz").text());
        assertEquals(400, get("/search?expression=(&text=x").status());
    }

    @Test
    void logsIntoTheLogOfTheProcess() throws IOException {
        Answer taken = ask("PUT", "/parcels/17?grams=5", "", "X-Request-Id: parcel-test");
        assertEquals(204, taken.status(), taken::toString);
        assertEquals(400, ask("PUT", "/parcels/18?grams=99000", "").status());
        Await.until(
                "both lines are logged",
                () -> isLogged("INFO Parcel 17 has arrived parcel-test") && isLogged("WARN Parcel 18 is too heavy"));
    }

    @Test
    void countsByATimer() {
        Await.until("a period has ended", () -> get("/visits").text().matches(".*\"last-period\":[1-9].*"));
    }

    @Test
    void opensTheVaultToThoseAloneWhoKnowTheToken() throws IOException {
        // The settings take it from the environment.
        String token = System.getenv("PATH");
        Answer refused = get("/vault");
        assertEquals(401, refused.status());
        assertEquals("Bearer", refused.header("www-authenticate").orElse(""));
        assertEquals(
                401,
                ask("GET", "/vault", "", "Authorization: Bearer " + token + "x").status());
        assertEquals(
                "The vault is open.\n",
                ask("GET", "/vault", "", "Authorization: Bearer " + token).text());
        assertFalse(logged.stream().anyMatch(line -> line.contains(token)), "the log holds the token");
    }

    @Test
    void letsThoseAloneWriteWhoKnowTheTokenAndSaysWhatExceptionsMean() throws IOException {
        String token = "Authorization: Bearer a token";
        assertEquals("{\"item\":\"coffee\",\"count\":1}", get("/shelf/coffee").text());
        assertEquals(401, ask("POST", "/shelf/coffee/take?count=many", "").status());
        assertEquals(
                400, ask("POST", "/shelf/coffee/take?count=many", "", token).status());
        Answer conflict = ask("POST", "/shelf/coffee/take?count=2", "", token);
        assertEquals(409, conflict.status());
        assertTrue(conflict.text().contains("only 1 left"), conflict::text);
        assertEquals(200, ask("POST", "/shelf/coffee/take?count=1", "", token).status());
        Answer missing = get("/shelf/milk");
        assertEquals(404, missing.status());
        assertTrue(missing.text().contains("no item milk"), missing::text);
    }

    @Test
    void takesWhatAFormSendsAndShowsItAsText() throws IOException {
        Answer signed = ask("POST", "/guestbook", "name=Billy&text=%3Cb%3E+%26+%27x%27", FORM);
        assertEquals(303, signed.status(), signed::toString);
        assertEquals("/guestbook", signed.header("location").orElse(""));
        Answer page = get("/guestbook");
        assertEquals("text/html;charset=utf-8", page.header("content-type").orElse(""));
        assertTrue(page.text().contains("<li><b>Billy</b> &lt;b&gt; &amp; &#39;x&#39;"), page::text);
        Answer refused = ask("POST", "/guestbook", "name=%22%3E&text=", FORM);
        assertEquals(400, refused.status());
        assertTrue(refused.text().contains("value=\"&quot;&gt;\""), refused::text);
    }

    @Test
    void keepsThePicturesOfAForm() throws IOException {
        String type = "Content-Type: multipart/form-data; boundary=b";
        String title = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nNest\r\n";
        String head = "--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"../nest.png\"\r\n\r\n";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes((title + head).getBytes(StandardCharsets.UTF_8));
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
        body.writeBytes(picture);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        Answer added = ask("POST", "/album", body.toByteArray(), type);
        assertEquals(201, added.status(), added::toString);
        assertTrue(added.text().contains("\"sentAs\":\"nest.png\",\"bytes\":9"), added::text);
        Answer shown = get(added.header("location").orElseThrow());
        assertEquals("image/png", shown.header("content-type").orElse(""));
        assertArrayEquals(picture, shown.bytes());
        assertEquals(
                422, ask("POST", "/album", title + head + "GIF\r\n--b--", type).status());
        assertEquals(400, ask("POST", "/album", title + "--b--", type).status());
        Answer digests = ask("POST", "/album/digests", title + "--b--", type);
        assertTrue(digests.text().matches("\\[\"title [0-9a-f]{64}\"]"), digests::text);
    }

    @Test
    void servesTheFilesOfAFolderAlone() throws IOException {
        Answer tea = get("/papers/tea.txt");
        assertEquals("green tea", tea.text(), tea::toString);
        assertEquals("text/plain;charset=utf-8", tea.header("content-type").orElse(""));
        Answer part = ask("GET", "/papers/tea.txt", "", "Range: bytes=-3");
        assertEquals(206, part.status(), part::toString);
        assertEquals("tea", part.text());
        String date = "If-Modified-Since: " + tea.header("last-modified").orElse("");
        assertEquals(304, ask("GET", "/papers/tea.txt", "", date).status());
        assertEquals(
                "attachment; filename=\"copy of tea.txt\"",
                get("/papers/tea.txt/copy").header("content-disposition").orElse(""));
        assertEquals(
                304, ask("GET", "/papers/count", "", "If-None-Match: \"1\"").status());
        for (String name : List.of("none", ".hidden", "%00", "shelf", "...")) {
            int status = get("/papers/" + name).status();
            assertTrue(status == 404 || status == 400, () -> name + ": " + status);
        }
    }

    @Test
    void keepsAndSendsBodiesThatFlow() throws IOException {
        Answer stored = ask("PUT", "/backups/files/tea", "green tea", "Content-Type: text/plain");
        assertEquals(200, stored.status(), stored::toString);
        assertTrue(stored.text().startsWith("{\"name\":\"tea\",\"bytes\":9,\"sha256\":\""), stored::toString);
        assertEquals("green tea", get("/backups/files/tea").text());
        assertEquals("tea\n", get("/backups/names").text());
        Answer squares = get("/backups/squares?upTo=2");
        assertEquals("{\"number\":1,\"square\":1}\n{\"number\":2,\"square\":4}\n", squares.text());
        assertEquals("application/x-ndjson", squares.header("content-type").orElse(""));
    }

    @Test
    void answersWithinItsDeadlineWhateverAnotherServiceDoes() throws IOException {
        awaitSun();
        try {
            for (Mood mood : List.of(Mood.ERROR, Mood.HUGE)) {
                weather.setMood(mood);
                Await.until(mood.toString(), () -> get("/weather").status() == 502);
            }
            weather.setMood(Mood.SILENT);
            assertEquals(504, get("/weather").status());
            weather.setMood(Mood.HALF);
            Answer late = get("/weather");
            assertEquals("unknown", late.outcome(), late::toString);
            assertEquals(504, late.status(), late::toString);
        } finally {
            weather.setMood(Mood.WELL);
        }
        awaitSun();
    }

    /** On a machine that is busy, a call may take longer than the recipe lets it. */
    private void awaitSun() {
        Await.until("the sun shines", () -> {
            Answer answer = ask("GET", "/weather", "", "X-Request-Id: weather-test");
            return answer.text().equals("{\"weather\":\"sunny\"}")
                    && weather.lastRequestId().equals("weather-test");
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOfAVersionThatWasReplaced(Recipe recipe) throws IOException {
        Await.until(recipe + " answers", () -> {
            Answer used = switch (recipe) {
                case DATABASE -> ask("POST", "/orders", "{\"item\":\"tea\"}", JSON);
                case LIBRARIES -> get("/search?expression=a&text=a");
                case LOGGING -> ask("PUT", "/parcels/1?grams=1", "");
                case TIMER -> get("/visits");
                case SECRETS -> ask("GET", "/vault", "", "Authorization: Bearer " + System.getenv("PATH"));
                case FILTERS -> get("/shelf/tea");
                case FORM -> get("/guestbook");
                case UPLOAD -> get("/album");
                case FILES -> get("/papers/tea.txt");
                case STREAMS -> get("/backups/squares?upTo=3");
                case CLIENT -> get("/weather");
                case TESTS -> get("/offers?cents=5");
            };
            return used.status() / 100 == 2;
        });
        WeakReference<?> before = recipe.loader();
        swap(recipe);
        Await.until("the classes of the version before are collected", () -> {
            System.gc();
            return before.get() == null;
        });
    }

    private void swap(Recipe recipe) throws IOException {
        String version = "swapped " + ++lastVersion;
        deploy(recipe, version);
        awaitVersion(recipe, version);
    }

    private void deploy(Recipe recipe, String version) {
        Map<String, String> more = recipe == Recipe.DATABASE ? INTERRUPTED_WRITE : Map.of();
        TestCells.deploy(nest.cells(), recipe.jarName(), recipe.jar(version, more));
    }

    private void awaitVersion(Recipe recipe, String version) {
        Await.within(Duration.ofSeconds(60), recipe + " serves " + version, () -> {
            assertFalse(Files.exists(nest.cells().resolve(recipe.jarName() + ".failed")), recipe::toString);
            return get(recipe.probePath()).text().equals(version);
        });
    }

    private void conf(Recipe recipe, String settings) throws IOException {
        Files.writeString(nest.cells().resolve(recipe.folderName() + ".conf"), settings);
    }

    private boolean isLogged(String part) {
        return logged.stream().anyMatch(line -> line.contains(part));
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Answer get(String target) throws IOException {
        return ask("GET", target, "");
    }

    private Answer ask(String method, String target, String body, String... headers) throws IOException {
        return ask(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer ask(String method, String target, byte[] body, String... headers) throws IOException {
        try (HttpConnection connection = new HttpConnection(port, 40_000)) {
            return connection.ask(method, target, body, headers);
        }
    }
}
