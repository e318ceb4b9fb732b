package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Body;
import org.cellnest.cell.Param;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that JSON cannot be read into, or that cannot be written, are found when a cell is deployed. */
class JsonTypesTest {
    public interface Shape {
        int size();
    }

    public abstract static class Open {}

    public static final class NoConstructor {
        NoConstructor(int one, int other) {}

        NoConstructor(int one, String other) {}
    }

    public record Drawing(String name, List<Map<String, Optional<Part>>> parts) {}

    public record Part(@Nullable Shape shape) {}

    public record Box<T>(T value) {}

    public record WithStream(InputStream in) {}

    public record WithClass(Class<?> type) {}

    public record WithUnwrapped(@JsonUnwrapped Part part) {}

    public record WithInjected(@JacksonInject String name) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public interface ByClass {}

    public record WithProperty(
            @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
            Shape shape) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    public interface NoSubtype {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Square.class), @JsonSubTypes.Type(Wrong.class)})
    public interface WrongSubtype {}

    public record Square(int size) implements WrongSubtype, Shape {}

    public record Wrong(Open open) implements WrongSubtype {}

    public record Serialized(
            int id,
            @JsonSerialize(using = ToStringSerializer.class) Square square) {}

    public static class Extended {
        private final List<Serialized> all = List.of();

        public List<Serialized> getAll() {
            return all;
        }
    }

    public record Twice(
            @JsonProperty("a") int one, @JsonProperty("a") int other) {}

    @JsonFilter("mine")
    public record Filtered(int id) {}

    public static final class TwoGetters {
        @JsonGetter("a")
        public int one() {
            return 1;
        }

        @JsonGetter("a")
        public int other() {
            return 2;
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(OfEndless.class, ", parameter body: of type " + Endless.class.getName()),
                Arguments.of(
                        OfDrawing.class, ", parameter drawing: parts[][].shape: interface " + Shape.class.getName()),
                Arguments.of(OfField.class, ", parameter shapes: []: interface " + Shape.class.getName()),
                Arguments.of(OfGenericBody.class, ", parameter box: value: abstract class " + Open.class.getName()),
                Arguments.of(OfVariable.class, ", parameter boxes: of type java.util.List<T> with the type variable T"),
                Arguments.of(
                        OfNoConstructor.class, ", parameter body: [].value: class " + NoConstructor.class.getName()),
                Arguments.of(OfStream.class, ", parameter body: in: abstract class java.io.InputStream"),
                Arguments.of(OfClass.class, ", parameter body: type: class java.lang.Class"),
                Arguments.of(OfUnwrapped.class, ", parameter body: shape: interface " + Shape.class.getName()),
                Arguments.of(OfInjected.class, "@JacksonInject of " + WithInjected.class.getName() + ".name"),
                Arguments.of(OfByClass.class, "lets a request choose a class by its name"),
                Arguments.of(OfProperty.class, "lets a request choose a class by its name"),
                Arguments.of(OfNoSubtype.class, ", parameter body: []: interface " + NoSubtype.class.getName()),
                Arguments.of(OfWrongSubtype.class, ", parameter body: [].open: abstract class " + Open.class.getName()),
                Arguments.of(OfSerialized.class, ": its result: "),
                Arguments.of(
                        OfSerialized.class, "@JsonSerialize of " + Serialized.class.getName() + " cannot be obeyed"),
                Arguments.of(OfExtended.class, "@JsonSerialize of " + Serialized.class.getName() + " cannot be obeyed"),
                Arguments.of(OfDeclared.class, "@Answers(status = 201): "),
                Arguments.of(OfTwice.class, ": its result: "),
                Arguments.of(OfTwoGetters.class, ": its result: [][]: "),
                Arguments.of(OfFiltered.class, "@JsonFilter of " + Filtered.class.getName()),
                Arguments.of(OfTree.class, "com.fasterxml.jackson.databind.JsonNode (expected: a record"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheRouteAndThePath(Class<?> type, String reason) {
        String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                .getMessage());
        assertTrue(message.startsWith(type.getName() + ".a("), message);
        assertTrue(message.contains(reason), message);
    }

    public static class OfEndless {
        @Route(value = "/a", methods = "POST")
        public void a(Endless<String> body) {}
    }

    public static class OfDrawing {
        @Route(value = "/a", methods = "POST")
        public void a(Drawing drawing) {}
    }

    public static class OfField {
        @Route(value = "/a", methods = "POST")
        public void a(@Param(in = Param.In.JSON) List<Shape> shapes) {}
    }

    public static class OfGenericBody {
        @Route(value = "/a", methods = "POST")
        public void a(Box<Open> box) {}
    }

    public static class OfVariable {
        @Route(value = "/a", methods = "POST")
        public <T> void a(List<T> boxes) {}
    }

    public static class OfNoConstructor {
        @Route(value = "/a", methods = "POST")
        public void a(@Body List<Box<NoConstructor>> body) {}
    }

    public static class OfStream {
        @Route(value = "/a", methods = "POST")
        public void a(WithStream body) {}
    }

    public static class OfClass {
        @Route(value = "/a", methods = "POST")
        public void a(WithClass body) {}
    }

    public static class OfUnwrapped {
        @Route(value = "/a", methods = "POST")
        public void a(WithUnwrapped body) {}
    }

    public static class OfInjected {
        @Route(value = "/a", methods = "POST")
        public void a(WithInjected body) {}
    }

    public static class OfByClass {
        @Route(value = "/a", methods = "POST")
        public void a(List<ByClass> body) {}
    }

    public static class OfProperty {
        @Route(value = "/a", methods = "POST")
        public void a(WithProperty body) {}
    }

    public static class OfNoSubtype {
        @Route(value = "/a", methods = "POST")
        public void a(List<NoSubtype> body) {}
    }

    public static class OfWrongSubtype {
        @Route(value = "/a", methods = "POST")
        public void a(List<WrongSubtype> body) {}
    }

    public static class OfSerialized {
        @Route("/a")
        public CompletionStage<Optional<Serialized>> a() {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    public static class OfExtended {
        @Route("/a")
        public Extended a() {
            return new Extended();
        }
    }

    public static class OfDeclared {
        @Route("/a")
        @Answers(status = 201, type = Serialized[].class)
        public Response a() {
            return Response.ok();
        }
    }

    public static class OfTwice {
        @Route("/a")
        public List<Twice> a() {
            return List.of();
        }
    }

    public static class OfTwoGetters {
        @Route("/a")
        public Map<String, List<TwoGetters>> a() {
            return Map.of();
        }
    }

    public static class OfFiltered {
        @Route("/a")
        public Filtered a() {
            return new Filtered(1);
        }
    }

    public static class OfTree {
        @Route("/a")
        public Map<String, JsonNode> a() {
            return Map.of();
        }
    }

    /** A type that contains itself. */
    public record Tree(String name, List<Tree> children) {}

    public record Endless<T>(T value, @Nullable Endless<List<T>> more) {}

    public static final class User {
        private final String name;

        @JsonIgnore
        public final String passwordHash;

        @JsonCreator
        User(@JsonProperty("login") String name) {
            this.name = name;
            this.passwordHash = "secret of " + name;
        }

        @JsonProperty("login")
        public String name() {
            return name;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Dot.class, name = "dot")})
    public interface Figure {}

    public record Dot(int x) implements Figure {}

    public static final class Served {
        @Route(value = "/tree", methods = "POST")
        public Tree tree(Tree tree) {
            return tree;
        }

        @Route(value = "/user", methods = "POST")
        public User user(User user) {
            return user;
        }

        @Route(value = "/figures", methods = "POST")
        public Figure[] figures(Figure[] figures) {
            return figures;
        }

        @Route("/anything")
        public Object anything() {
            return new Serialized(1, new Square(2));
        }
    }

    private static Cells.Answer post(String path, String json) {
        try {
            return Cells.call(
                    Cells.table(Served.class), "POST", path, "content-type", "application/json", "body", json);
        } catch (InvalidCellException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void obeysAnnotationsBothWays() {
        String tree = "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}";
        assertEquals(tree, post("/tree", tree).text());
        assertEquals(
                "{\"login\":\"ann\"}",
                post("/user", "{\"login\":\"ann\",\"passwordHash\":\"x\"}").text());
        assertEquals(
                "[{\"kind\":\"dot\",\"x\":1}]",
                post("/figures", "[{\"kind\":\"dot\",\"x\":1}]").text());
        assertEquals(400, post("/figures", "[{\"kind\":\"circle\",\"x\":1}]").status());
        assertEquals(400, post("/figures", "[{\"x\":1}]").status());
    }

    @Test
    void answersWhatOnlyShowsWhenItIsWrittenWith500() throws InvalidCellException {
        Cells.Answer answer = Cells.call(Cells.table(Served.class), "GET", "/anything");
        assertEquals(500, answer.status());
        assertFalse(answer.text().contains("Json"), answer.text());
    }
}
