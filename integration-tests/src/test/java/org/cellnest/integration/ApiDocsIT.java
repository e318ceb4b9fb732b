package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cell says of itself reaches whoever asks the gateway for it. */
class ApiDocsIT {
    private static final String SHOP = """
            package shop;
            import org.cellnest.cell.*;
            public final class Shop {
                @Description("What can be bought")
                public record Thing(@Description("In cents") long price, java.util.List<String> colors) {}
                @Route(value = "/things/{id:\\\\d+}", description = "One thing")
                public java.util.Optional<Thing> thing(@Description("Which") long id) { throw new Problem(404, ""); }
                @Route(value = "/things", methods = "POST")
                public void add(Thing thing) {}
                @Route(value = "/inner", inner = true)
                public String inner() { return ""; }
                @Route("/docs/shadowed")
                public String shadowed() { return "never reached"; }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void describesWhatIsDeployedAndWhatIsDeployedLater() {
        try (NestInOneJvm nest = NestInOneJvm.in(folder, "gateway.api-docs.path=/docs")) {
            TestCells.deploy(nest.cells(), "shop-1.2.jar", TestCells.ofSource("shop.Shop", SHOP, Map.of()));
            Ready router = nest.router();
            Ready gateway = nest.gateway(router);
            nest.cell(router);
            int http = gateway.port("http");
            assertEquals(http, gateway.port("docs"));
            Await.until(
                    "the shop is described", () -> document(http).path("paths").has("/things"));
            JsonNode document = document(http);
            assertEquals("shop", document.path("tags").path(0).path("name").asText());
            assertEquals(
                    "Version 1.2",
                    document.path("tags").path(0).path("description").asText());
            assertFalse(document.path("paths").has("/inner"));
            JsonNode get = document.path("paths").path("/things/{id}").path("get");
            assertEquals("One thing", get.path("summary").asText());
            assertEquals(
                    "Which", get.path("parameters").path(0).path("description").asText());
            assertTrue(get.path("responses").has("404"));
            assertEquals(
                    "#/components/schemas/Thing",
                    get.at("/responses/200/content/application~1json/schema/$ref")
                            .asText());
            JsonNode thing = document.path("components").path("schemas").path("Thing");
            assertEquals("What can be bought", thing.path("description").asText());
            assertEquals("In cents", thing.at("/properties/price/description").asText());
            assertTrue(document.path("paths")
                    .path("/things")
                    .path("post")
                    .path("responses")
                    .has("204"));

            Answer page = get(http, "/docs/");
            assertEquals(200, page.status());
            assertTrue(page.header("content-security-policy").orElse("").startsWith("default-src 'none'"));
            assertEquals(200, get(http, "/docs/swagger-ui-bundle.js").status());
            assertEquals(404, get(http, "/docs/shadowed").status());
            assertEquals(
                    "http://127.0.0.1:" + http + "/",
                    json(get(gateway.port("ops"), "/openapi.json"))
                            .at("/servers/0/url")
                            .asText());

            TestCells.deploy(
                    nest.cells(),
                    "late.jar",
                    TestCells.ofSource(
                            "late.Late",
                            "package late; public class Late { @org.cellnest.cell.Route(\"/late\")"
                                    + " public String late() { return \"\"; } }",
                            Map.of()));
            Await.until(
                    "the late one is described",
                    () -> document(http).path("paths").has("/late"));
        }
    }

    private static JsonNode document(int http) {
        return json(get(http, "/docs/openapi.json"));
    }

    private static JsonNode json(Answer answer) {
        try {
            return new ObjectMapper().readTree(answer.text());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.toString(), e);
        }
    }

    private static Answer get(int port, String path) {
        try {
            return HttpConnection.get(port, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
