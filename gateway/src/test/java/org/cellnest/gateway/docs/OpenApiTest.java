package org.cellnest.gateway.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The document that is made of routes. Each one here is read by a parser that is not ours. */
class OpenApiTest {
    private static final String ORDER = "{'$ref':'#/$defs/Order','$defs':{'Order':{'type':'object','properties':"
            + "{'id':{'type':'integer'},'parts':{'type':'array','items':{'$ref':'#/$defs/Part'}}}},"
            + "'Part':{'type':'object','properties':{'of':{'$ref':'#/$defs/Order'}}}}}";

    private static RouteInfo route(
            String deployment,
            String method,
            String template,
            List<Map<String, String>> parameters,
            String produces,
            @Nullable String request,
            @Nullable String response) {
        return new RouteInfo(
                deployment,
                1,
                template,
                List.of(method),
                0,
                null,
                false,
                "About " + template,
                parameters,
                produces,
                quoted(request),
                quoted(response));
    }

    private static RouteInfo plain(String method, String template) {
        return route("app", method, template, List.of(), "text/plain", null, null);
    }

    private static @Nullable String quoted(@Nullable String json) {
        return json == null ? null : json.replace('\'', '"');
    }

    private static JsonNode document(RouteInfo... routes) {
        return read(OpenApi.write(List.of(routes), Map.of("app", "1.2"), "/", ""));
    }

    private static JsonNode read(byte[] bytes) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed =
                new OpenAPIV3Parser().readContents(new String(bytes, StandardCharsets.UTF_8), List.of(), options);
        assertEquals(List.of(), parsed.getMessages());
        try {
            return new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void listsPathsWithPatternsAndRests() {
        JsonNode document = document(
                route(
                        "app",
                        "GET",
                        "/orders/{id:\\d+}/{sort:[a-z]+}",
                        List.of(Map.of("name", "id", "in", "path", "type", "integer", "format", "int64")),
                        "application/json",
                        null,
                        ORDER),
                plain("GET", "/files/{path...}"));
        assertEquals("3.1.0", document.path("openapi").asText());
        assertEquals(json("[{'url':'/'}]"), document.path("servers"));
        assertEquals(
                json("[{'name':'app','description':'Version 1.2','x-cellnest-version':'1.2'}]"), document.path("tags"));
        JsonNode get = document.path("paths").path("/orders/{id}/{sort}").path("get");
        assertEquals("get_orders_by_id_by_sort", get.path("operationId").asText());
        assertEquals(
                json("[{'name':'id','in':'path','required':true,'x-cellnest-pattern':'^(?:\\\\d+)$',"
                        + "'schema':{'type':'integer','format':'int64'}},"
                        + "{'name':'sort','in':'path','required':true,"
                        + "'schema':{'type':'string','pattern':'^(?:[a-z]+)$'}}]"),
                get.path("parameters"));
        JsonNode rest = document.path("paths")
                .path("/files/{path}")
                .path("get")
                .path("parameters")
                .path(0);
        assertTrue(rest.path("x-cellnest-rest").asBoolean());
    }

    @Test
    void saysWhereEachParameterMayStand() {
        List<Map<String, String>> parameters = List.of(
                Map.of("name", "age", "in", "query,form,json", "type", "integer", "required", "true", "minimum", "0"),
                Map.of(
                        "name",
                        "tag",
                        "in",
                        "query",
                        "type",
                        "string",
                        "repeated",
                        "true",
                        "default",
                        "a,b",
                        "enum",
                        "a,b,c"),
                Map.of("name", "x-key", "in", "header", "type", "string", "required", "true", "description", "A key"),
                Map.of("name", "accept", "in", "header", "type", "string", "required", "true"),
                Map.of("name", "seen", "in", "cookie", "type", "boolean", "default", "true"),
                Map.of("name", "rows", "in", "json", "required", "true", "schema", "{\"type\":\"array\"}"));
        JsonNode get = operation(route("app", "GET", "/a", parameters.subList(0, 5), "", null, null), "get");
        assertEquals(
                json("{'name':'age','in':'query','required':true,'schema':{'type':'integer','minimum':0}}"),
                get.path("parameters").path(0));
        assertEquals(
                json("{'type':'array','items':{'type':'string','enum':['a','b','c']},'default':['a','b']}"),
                get.path("parameters").path(1).path("schema"));
        assertEquals(4, get.path("parameters").size());
        assertTrue(get.path("requestBody").isMissingNode());
        JsonNode post = operation(route("app", "POST", "/a", parameters, "", null, "false"), "post");
        assertFalse(post.path("parameters").path(0).has("required"));
        assertEquals(
                json("{'type':'object','properties':{'age':{'type':'integer','minimum':0},'rows':{'type':'array'}},"
                        + "'required':['rows']}"),
                post.path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema"));
        assertTrue(post.path("requestBody").path("content").has("application/x-www-form-urlencoded"));
        assertTrue(post.path("responses").has("204"));
        assertFalse(post.path("responses").has("200"));
    }

    @Test
    void describesFormsWithFiles() {
        List<Map<String, String>> parts = List.of(
                Map.of("name", "title", "in", "part", "type", "string", "required", "true", "description", "A title"),
                Map.of("name", "file", "in", "part", "type", "string", "format", "binary", "required", "true"),
                Map.of("name", "more", "in", "part", "type", "string", "format", "binary", "repeated", "true"));
        JsonNode post = operation(route("app", "POST", "/a", parts, "", null, null), "post");
        assertEquals(
                json("{'content':{'multipart/form-data':{'schema':{'type':'object','properties':{"
                        + "'title':{'type':'string','description':'A title'},"
                        + "'file':{'type':'string','format':'binary'},"
                        + "'more':{'type':'array','items':{'type':'string','format':'binary'}}},"
                        + "'required':['title','file']}}},'required':true}"),
                post.path("requestBody"));
        assertTrue(post.path("parameters").isMissingNode());
        List<Map<String, String>> all = List.of(Map.of("name", "body", "in", "body", "type", "parts"));
        assertEquals(
                json("{'content':{'multipart/form-data':{'schema':{'type':'object'}}}}"),
                operation(route("app", "POST", "/a", all, "", null, null), "post")
                        .path("requestBody"));
    }

    private static JsonNode operation(RouteInfo route, String method) {
        return document(route).path("paths").path(route.template()).path(method);
    }

    @Test
    void sharesSchemasAndKeepsApartWhatOnlyHasTheSameName() {
        String other = "{'$ref':'#/$defs/Order','$defs':{'Order':{'type':'string'}}}";
        JsonNode document = document(
                route("app", "GET", "/a", List.of(), "application/json", null, ORDER),
                route(
                        "app",
                        "GET",
                        "/b",
                        List.of(),
                        "application/json",
                        null,
                        "{'type':'array','items':" + "{'$ref':'#/$defs/Order'},"
                                + ORDER.substring(ORDER.indexOf("'$defs'"))),
                route("shop", "GET", "/c", List.of(), "application/json", null, other));
        JsonNode schemas = document.path("components").path("schemas");
        List<String> names = new ArrayList<>();
        schemas.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("Order", "Part", "shop.Order"), names);
        assertEquals(
                "#/components/schemas/Order",
                schemas.path("Part").path("properties").path("of").path("$ref").asText());
        assertEquals(
                json("{'$ref':'#/components/schemas/shop.Order'}"),
                document.path("paths").path("/c").path("get").at("/responses/200/content/application~1json/schema"));
    }

    @Test
    void leavesOutSchemasThatAreNone() {
        for (String odd : List.of(
                "{",
                "7",
                "[]",
                "{'$ref':'#/$defs/Gone'}",
                "{'$ref':'http://example.org/schema'}",
                "{'$id':'http://example.org/','type':'string'}",
                "[".repeat(5000))) {
            JsonNode get = operation(route("app", "GET", "/a", List.of(), "application/json", null, odd), "get");
            assertEquals(json("{}"), get.at("/responses/200/content/application~1json"), odd.substring(0, 1));
        }
    }

    @Test
    void saysThatAnEmptyResultIsNotFound() {
        JsonNode responses = operation(
                        route(
                                "app",
                                "GET",
                                "/a",
                                List.of(),
                                "text/plain",
                                null,
                                "{'x-cellnest-optional':true,'type':'string'}"),
                        "get")
                .path("responses");
        assertEquals(json("{'type':'string'}"), responses.at("/200/content/text~1plain/schema"));
        assertTrue(responses.has("404"));
        assertTrue(responses.has("default"));
    }

    @Test
    void listsTheStatusesThatARouteDeclares() {
        String declared = "{'x-cellnest-responses':["
                + "{'status':201,'description':'Taken','produces':'application/json','schema':{'$ref':'#/$defs/Order'}},"
                + "{'status':303},{'status':404,'description':'None such'},{'status':409},{'status':'x'},{'status':600},"
                + "{'status':422,'produces':'text/plain','schema':{'type':'string'}}],"
                + "'x-cellnest-optional':true,'$defs':{'Order':{'type':'object'}}}";
        JsonNode document = document(
                route("app", "POST", "/orders", List.of(), "", null, declared),
                route(
                        "app",
                        "GET",
                        "/orders",
                        List.of(),
                        "text/plain",
                        null,
                        "{'x-cellnest-responses':[{'status':410}]}"));
        assertEquals(
                json("{'201':{'description':'Taken','content':{'application/json':"
                        + "{'schema':{'$ref':'#/components/schemas/Order'}}}},"
                        + "'303':{'description':'The answer'},"
                        + "'404':{'$ref':'#/components/responses/Problem','description':'None such'},"
                        + "'409':{'$ref':'#/components/responses/Problem'},"
                        + "'422':{'description':'Unprocessable Content','content':{'text/plain':"
                        + "{'schema':{'type':'string'}}}},"
                        + "'default':{'$ref':'#/components/responses/Problem'}}"),
                document.path("paths").path("/orders").path("post").path("responses"));
        assertEquals(
                json("{'200':{'description':'The answer','content':{'text/plain':{}}},"
                        + "'410':{'$ref':'#/components/responses/Problem'},"
                        + "'default':{'$ref':'#/components/responses/Problem'}}"),
                document.path("paths").path("/orders").path("get").path("responses"));
    }

    @Test
    void listsOneOfWhatOpenApiCannotTellApart() {
        JsonNode document = document(
                plain("GET", "/a/{name}"),
                plain("GET", "/a/{id:\\d+}"),
                plain("DELETE", "/a/{key}"),
                plain("PROPFIND", "/a/{name}"),
                plain("HEAD", "/a/{name}"),
                plain("OPTIONS", "/b"));
        assertEquals(1, document.path("paths").size());
        JsonNode item = document.path("paths").path("/a/{id}");
        assertEquals("About /a/{id:\\d+}", item.path("get").path("summary").asText());
        assertEquals(
                json("[{'template':'/a/{name}','deployment':'app','description':'About /a/{name}'}]"),
                item.path("get").path("x-cellnest-alternatives"));
        assertEquals(
                "id",
                item.path("delete").path("parameters").path(0).path("name").asText());
        assertEquals(json("['PROPFIND']"), item.path("x-cellnest-other-methods"));
    }

    @Test
    void makesTheSameBytesInWhateverOrderRoutesCome() {
        List<RouteInfo> routes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            routes.add(route("app" + i % 3, "GET", "/r" + i % 150 + "/{id}", List.of(), "text/plain", null, ORDER));
        }
        byte[] first = OpenApi.write(routes, Map.of(), "/", "");
        Collections.shuffle(routes, new Random(7));
        assertEquals(
                new String(first, StandardCharsets.UTF_8),
                new String(OpenApi.write(routes, Map.of(), "/", ""), StandardCharsets.UTF_8));
    }

    @Test
    void describesTwentyThousandRoutesInBounds() {
        List<RouteInfo> routes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            routes.add(route("app", "GET", "/r" + i + "/{id}", List.of(), "application/json", null, ORDER));
        }
        byte[] bytes = OpenApi.write(routes, Map.of(), "/", "");
        assertTrue(bytes.length < 20 << 20, () -> bytes.length + " bytes");
        JsonNode document;
        try {
            document = new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertEquals(20_000, document.path("paths").size());
        Set<String> ids = new HashSet<>();
        document.path("paths")
                .forEach(item -> ids.add(item.path("get").path("operationId").asText()));
        assertEquals(20_000, ids.size());
    }
}
