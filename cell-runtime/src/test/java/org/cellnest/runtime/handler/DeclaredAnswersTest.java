package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses that the types of a method do not show. */
class DeclaredAnswersTest {
    public record Item(int id) {}

    public record Refusal(List<Item> items) {}

    public static final class Cell {
        @Route(value = "/created", methods = "POST", produces = "application/json")
        @Answers(status = 201, type = Item.class, description = "It is there")
        @Answers(status = 409, type = Refusal.class)
        @Answers(status = 303)
        public CompletionStage<Response> created() {
            return CompletableFuture.completedFuture(Response.created("/1"));
        }

        @Route("/item")
        @Answers(status = 200, description = "The item")
        @Answers(status = 410, description = "Sold")
        public Optional<Item> item() {
            return Optional.of(new Item(1));
        }

        @Route(value = "/item", methods = "DELETE")
        @Answers(status = 410)
        public void delete() {}

        @Route("/text")
        @Answers(status = 200, type = String.class)
        @Answers(status = 400, type = Item[].class, produces = "application/vnd.items+json")
        public Response text() {
            return Response.ok("");
        }

        @Route("/int/{n}")
        public OptionalInt number(int n) {
            return n == 0 ? OptionalInt.empty() : OptionalInt.of(n);
        }

        @Route("/long/{n}")
        public CompletionStage<OptionalLong> later(long n) {
            return CompletableFuture.completedFuture(n == 0 ? OptionalLong.empty() : OptionalLong.of(n));
        }

        @Route("/double/{n}")
        public OptionalDouble fraction(int n) {
            return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(n);
        }
    }

    private static HandlerTable table() {
        try {
            return Cells.table(Cell.class);
        } catch (InvalidCellException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode response(String method, String path) {
        return json(Cells.find(table(), method, path).routeInfo("test", 1).response());
    }

    /** With apostrophes for quotation marks. */
    private static JsonNode json(@Nullable String text) {
        assertNotNull(text);
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void listsWhatAResponseMayBe() {
        assertEquals(
                json("{'x-cellnest-responses':["
                        + "{'status':201,'description':'It is there','produces':'application/json',"
                        + "'schema':{'$ref':'#/$defs/Item'}},"
                        + "{'status':303},"
                        + "{'status':409,'produces':'application/json','schema':{'$ref':'#/$defs/Refusal'}}],"
                        + "'$defs':{'Item':{'type':'object','properties':{'id':{'type':'integer','format':'int32'}},"
                        + "'required':['id']},'Refusal':{'type':'object','properties':{'items':{'type':'array',"
                        + "'items':{'$ref':'#/$defs/Item'}}}}}}"),
                response("POST", "/created"));
    }

    @Test
    void keepsTheSchemaOfTheResultBesideIt() {
        JsonNode item = response("GET", "/item");
        assertEquals("#/$defs/Item", item.path("$ref").asText());
        assertTrue(item.path("x-cellnest-optional").asBoolean());
        assertEquals(
                json("[{'status':200,'description':'The item','produces':'application/json',"
                        + "'schema':{'$ref':'#/$defs/Item'}},{'status':410,'description':'Sold'}]"),
                item.path("x-cellnest-responses"));
        assertEquals(json("{'x-cellnest-responses':[{'status':204},{'status':410}]}"), response("DELETE", "/item"));
    }

    @Test
    void knowsTypesThatAreNoJsonAndContentTypesOfTheirOwn() {
        assertEquals(
                json("[{'status':200,'produces':'text/plain;charset=utf-8','schema':{'type':'string'}},"
                        + "{'status':400,'produces':'application/vnd.items+json',"
                        + "'schema':{'type':'array','items':{'$ref':'#/$defs/Item'}}}]"),
                response("GET", "/text").path("x-cellnest-responses"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/int/", "/long/", "/double/"})
    void answersAnEmptyNumberAsAnEmptyOptional(String path) {
        HandlerTable table = table();
        assertEquals(404, Cells.call(table, "GET", path + "0").status());
        Cells.Answer present = Cells.call(table, "GET", path + "7");
        assertEquals(200, present.status());
        assertEquals(7, present.json().asInt());
        JsonNode schema = response("GET", path + "7");
        assertTrue(schema.path("x-cellnest-optional").asBoolean(), schema::toString);
        assertTrue(schema.path("type").isTextual(), schema::toString);
    }

    public static final class NoStatus {
        @Route("/a")
        @Answers(status = 103)
        public Response a() {
            return Response.ok();
        }
    }

    public static final class Twice {
        @Route("/a")
        @Answers(status = 404)
        @Answers(status = 404)
        public Response a() {
            return Response.ok();
        }
    }

    public static final class NeverSent {
        @Route("/a")
        @Answers(status = 201)
        public CompletionStage<Item> a() {
            return CompletableFuture.completedFuture(new Item(1));
        }
    }

    static Stream<Class<?>> wrong() {
        return Stream.of(NoStatus.class, Twice.class, NeverSent.class);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatARouteCannotAnswer(Class<?> type) {
        String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                .getMessage());
        assertTrue(message.contains(".a(): @Answers(status = ") && message.contains("(expected: "), message);
    }
}
