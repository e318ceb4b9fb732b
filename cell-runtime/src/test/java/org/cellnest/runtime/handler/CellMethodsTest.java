package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Default;
import org.cellnest.cell.Param;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.route.PathTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes of a class that stand in its bases and interfaces. */
class CellMethodsTest {
    public record Item(int id, String name) {}

    /** Of which a public class makes bridges. */
    abstract static class Hidden {
        @Route("/hidden/{name}")
        public String hidden(String name) {
            return "hidden " + name;
        }
    }

    public static class OfHidden extends Hidden {}

    @Route("/contract")
    public interface Contract {
        @Route("/{id}")
        String one(@Param("id") long number, @Default("en") String lang);

        @Route("/default")
        default String byDefault() {
            return "default of " + getClass().getSimpleName();
        }

        @Route("/static")
        static String ofTheInterface() {
            return "static";
        }
    }

    public static class OfContract implements Contract {
        @Override
        public String one(long someOtherName, String language) {
            return "one " + someOtherName + " " + language;
        }
    }

    public abstract static class Crud<T, K> {
        @Route(value = "", methods = "POST")
        public List<T> create(T item) {
            return List.of(item);
        }

        @Route(value = "/all", methods = "POST")
        public int createAll(List<T> items) {
            return items.size();
        }

        @Route("/{key}")
        public abstract T get(K key);
    }

    @Route("/items")
    public static class OfCrud extends Crud<Item, Long> {
        @Override
        public Item get(Long key) {
            return new Item(key.intValue(), "got");
        }
    }

    public static class Base {
        @Route("/base")
        public String route() {
            return "base";
        }
    }

    public static class Silent extends Base {
        @Override
        public String route() {
            return "silent";
        }
    }

    public static class Renamed extends Base {
        @Override
        @Route("/renamed")
        public String route() {
            return "renamed";
        }
    }

    public record OfRecord(CharSequence text) {
        @Route("/record")
        public String record() {
            return "record " + text;
        }
    }

    public enum StaticOfEnum {
        ONE;

        @Route("/enum")
        public static String ofTheEnum() {
            return "enum";
        }
    }

    public static class AnyVariable {
        @Route("/any/{one}/{rest...}")
        public Map<String, String> any(Request request) {
            return request.pathVariables();
        }
    }

    static Stream<Arguments> served() {
        return Stream.of(
                Arguments.of(OfHidden.class, "/hidden/x", "hidden x"),
                Arguments.of(OfContract.class, "/contract/7", "one 7 en"),
                Arguments.of(OfContract.class, "/contract/7?lang=de", "one 7 de"),
                Arguments.of(OfContract.class, "/contract/default", "default of OfContract"),
                Arguments.of(OfCrud.class, "/items/7", "{\"id\":7,\"name\":\"got\"}"),
                Arguments.of(Silent.class, "/base", "silent"),
                Arguments.of(Renamed.class, "/renamed", "renamed"),
                Arguments.of(OfRecord.class, "/record", "record text"),
                Arguments.of(StaticOfEnum.class, "/enum", "enum"),
                Arguments.of(AnyVariable.class, "/any/1/2", "{\"one\":\"1\",\"rest\":\"2\"}"));
    }

    @ParameterizedTest
    @MethodSource("served")
    void servesRoutesWhereverTheyAreDeclared(Class<?> type, String path, String answer) throws InvalidCellException {
        HandlerTable table = Cells.table(CellContext.forTests("test"), Map.of(CharSequence.class, "text"), type);
        HandlerMethod mostSpecific = table.methods().stream()
                .filter(method -> method.template().bind(path.replaceFirst("\\?.*", "")) != null)
                .min((a, b) -> PathTemplate.MOST_SPECIFIC_FIRST.compare(a.template(), b.template()))
                .orElseThrow();
        assertEquals(
                answer,
                new Cells.Answer(mostSpecific
                                .invoke(Cells.request("GET", path))
                                .toCompletableFuture()
                                .join())
                        .text());
    }

    @Test
    void readsWhatAGenericBaseTakesAsTheClassDeclaresIt() throws InvalidCellException {
        HandlerTable table = Cells.table(OfCrud.class);
        String json = "{\"id\":3,\"name\":\"tea\"}";
        assertEquals(
                "[" + json + "]",
                Cells.call(table, "POST", "/items", "content-type", "application/json", "body", json)
                        .text());
        assertEquals(
                "2",
                Cells.call(
                                table,
                                "POST",
                                "/items/all",
                                "content-type",
                                "application/json",
                                "body",
                                "[" + json + "," + json + "]")
                        .text());
        String schema = String.valueOf(
                Cells.find(table, "POST", "/items").routeInfo("test", 1).request());
        assertTrue(schema.contains("#/$defs/Item"), schema);
        assertEquals(
                List.of(
                        OfCrud.class.getName() + ".create(Item)",
                        OfCrud.class.getName() + ".createAll(List)",
                        OfCrud.class.getName() + ".get(Long)"),
                table.methods().stream().map(HandlerMethod::name).sorted().toList());
    }

    @Test
    void leavesRoutesOfInterfacesToTheClassesThatImplementThem() throws InvalidCellException {
        HandlerTable table = Cells.table(Contract.class, OfContract.class);
        assertEquals(3, table.methods().size());
        assertEquals("static", Cells.call(table, "GET", "/contract/static").text());
    }

    @Test
    void replacesTheRouteOfAnOverriddenMethod() throws InvalidCellException {
        assertEquals(
                List.of("/renamed"),
                Cells.table(Renamed.class).methods().stream()
                        .map(method -> method.template().toString())
                        .toList());
    }

    public interface One {
        @Route("/one")
        String both();
    }

    public interface Other {
        @Route("/other")
        String both();
    }

    public static class OfBoth implements One, Other {
        @Override
        public String both() {
            return "";
        }
    }

    public static class AnnotatedOverride implements Contract {
        @Override
        public String one(long number, @Default("fr") String lang) {
            return "";
        }
    }

    abstract static class NotPublic {
        @Route("/a")
        String a() {
            return "";
        }
    }

    public static class OfNotPublic extends NotPublic {}

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(OfBoth.class, "OfBoth.both(): @Route in " + One.class.getName() + ".both and in "),
                Arguments.of(
                        AnnotatedOverride.class,
                        "AnnotatedOverride.one(long, String), parameter lang: @Default on an override without @Route"),
                Arguments.of(OfNotPublic.class, "OfNotPublic.a(): not public"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesRoutesThatAreNotClearlyMeant(Class<?> type, String reason) {
        String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                .getMessage());
        assertTrue(message.contains(reason), message);
    }
}
