package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.cellnest.cell.Body;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Header;
import org.cellnest.cell.Idempotent;
import org.cellnest.cell.Param;
import org.cellnest.cell.Route;
import org.cellnest.cell.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvalidCellTest {
    record Item(String name) {}

    interface Shape {}

    public static class NotPublic {
        @Route("/a")
        String a() {
            return "";
        }
    }

    public static class BadTemplate {
        @Route("/a/{b")
        public String a() {
            return "";
        }
    }

    public static class LowerCase {
        @Route(value = "/a", methods = "get")
        public String a() {
            return "";
        }
    }

    public static class NoMethods {
        @Route(
                value = "/a",
                methods = {})
        public String a() {
            return "";
        }
    }

    public static class NegativeTimeout {
        @Route(value = "/a", timeoutMs = -1)
        public String a() {
            return "";
        }
    }

    public static class BadProduces {
        @Route(value = "/a", produces = "text/plain;charset=x-none")
        public String a() {
            return "";
        }
    }

    public static class SameKey {
        @Route("/a/{x}")
        public String a(String x) {
            return "";
        }

        @Route(
                value = "/a/{y}",
                methods = {"POST", "GET"})
        public String b(String y) {
            return "";
        }
    }

    public static class UnknownVariable {
        @Route("/a/{id}")
        public String a(@Param(value = "ident", in = Param.In.PATH) long id) {
            return "";
        }
    }

    public static class TwoBodies {
        @Route("/a")
        public String a(Item item, @Body String text) {
            return "";
        }
    }

    public static class FieldAndBody {
        @Route("/a")
        public String a(Item item, @Param(in = Param.In.FORM) String text) {
            return "";
        }
    }

    public static class TwoAnnotations {
        @Route("/a")
        public String a(@Header @Cookie String b) {
            return "";
        }
    }

    public static class RecordHeader {
        @Route("/a")
        public String a(@Header Item item) {
            return "";
        }
    }

    public static class RecordFromQuery {
        @Route("/a")
        public String a(@Param(in = Param.In.QUERY) Item item) {
            return "";
        }
    }

    public static class Unsupported {
        @Route("/a")
        public String a(File file) {
            return "";
        }
    }

    public static class UnsupportedInterface {
        @Route("/a")
        public String a(Shape shape) {
            return "";
        }
    }

    public static class BytesWithoutBody {
        @Route("/a")
        public String a(byte[] bytes) {
            return "";
        }
    }

    public static class BadDefault {
        @Route("/a")
        public String a(@Default("many") int count) {
            return "";
        }
    }

    public static class DefaultBody {
        @Route("/a")
        public String a(@Default("{}") Item item) {
            return "";
        }
    }

    public static class RawOptional {
        @Route("/a")
        @SuppressWarnings("rawtypes") // what is tested
        public String a(Optional maybe) {
            return "";
        }
    }

    public static class TypeVariable {
        @Route("/a")
        public <T> String a(T any) {
            return "";
        }
    }

    public static class NeedsService {
        public NeedsService(CellContext context, Thread thread) {}

        @Route("/a")
        public String a() {
            return "";
        }
    }

    public static class FailingConstructor {
        public FailingConstructor() {
            throw new IllegalStateException("no database");
        }

        @Route("/a")
        public String a() {
            return "";
        }
    }

    @SuppressWarnings("ClassCanBeStatic") // what is tested
    public class Inner {
        @Route("/a")
        public String a() {
            return "";
        }
    }

    public abstract static class Abstract {
        @Route("/a")
        public String a() {
            return "";
        }
    }

    public interface Contract {
        @Route("/a")
        String a();
    }

    public enum Constant {
        ONE;

        @Route("/a")
        public String a() {
            return "";
        }
    }

    public static class OpenVariable {
        @Route("/a/{id}/{part}")
        public String a(String ident, String part) {
            return "";
        }
    }

    @Route("/{tenant}")
    public static class OpenVariableOfThePrefix {
        @Route("/a")
        public String a(@Param(in = Param.In.QUERY) String tenant) {
            return "";
        }
    }

    public static class NoRoute {}

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(NotPublic.class, "NotPublic.a(): not public"),
                Arguments.of(BadTemplate.class, "BadTemplate.a(): "),
                Arguments.of(LowerCase.class, "method \"get\" (expected: a request method in upper case"),
                Arguments.of(NoMethods.class, "0 methods (expected: 1 to 16)"),
                Arguments.of(NegativeTimeout.class, "timeoutMs -1 (expected: 0 to 86400000)"),
                Arguments.of(BadProduces.class, "produces text/plain;charset=x-none"),
                Arguments.of(
                        SameKey.class,
                        "GET /a/{y} of org.cellnest.runtime.handler.InvalidCellTest$SameKey.b(String) is"
                                + " GET /a/{x} of org.cellnest.runtime.handler.InvalidCellTest$SameKey.a(String)"),
                Arguments.of(UnknownVariable.class, "no variable ident in /a/{id} (expected: one of [id])"),
                Arguments.of(TwoBodies.class, "TwoBodies.a(Item, String): 2 parameters take the whole body"),
                Arguments.of(FieldAndBody.class, "field text of a body that another parameter takes whole"),
                Arguments.of(TwoAnnotations.class, "parameter b: 2 annotations"),
                Arguments.of(RecordHeader.class, "parameter item: of type "),
                Arguments.of(RecordFromQuery.class, "parameter item: of type "),
                Arguments.of(Unsupported.class, "parameter file: of type java.io.File (expected: "),
                Arguments.of(UnsupportedInterface.class, "parameter shape: interface "),
                Arguments.of(BytesWithoutBody.class, "parameter bytes: of type byte[]"),
                Arguments.of(BadDefault.class, "@Default \"many\" (expected: a whole number"),
                Arguments.of(DefaultBody.class, "parameter item: @Default"),
                Arguments.of(RawOptional.class, "an Optional without its type"),
                Arguments.of(TypeVariable.class, "parameter any: of type T"),
                Arguments.of(
                        NeedsService.class,
                        "its constructor takes a java.lang.Thread (expected: parameters among"
                                + " what is provided: java.lang.System$Logger, java.util.concurrent.Executor,"
                                + " org.cellnest.cell.CellContext, org.cellnest.cell.Settings)"),
                Arguments.of(
                        FailingConstructor.class, "constructor threw java.lang.IllegalStateException: no database"),
                Arguments.of(Inner.class, "an inner class (expected: a top-level or static nested class)"),
                Arguments.of(
                        Abstract.class, "has no class of the cell that implements it (expected: a class that can be"),
                Arguments.of(Contract.class, "Contract.a(): interface "),
                Arguments.of(Constant.class, "an enum (expected: a class that can be constructed)"),
                Arguments.of(
                        OpenVariable.class,
                        "OpenVariable.a(String, String): variable id of /a/{id}/{part} is taken by no parameter (expected: a"
                                + " parameter of this name, @Param with it, or a Request; there are: ident, part)"),
                Arguments.of(OpenVariableOfThePrefix.class, "variable tenant of /{tenant}/a is taken by no parameter"),
                Arguments.of(NoRoute.class, "no route (expected: at least one public method with @Route)"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWithAReasonThatNamesThePlace(Class<?> type, String reason) {
        String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                .getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(type == NoRoute.class || message.contains(type.getName()), message);
    }

    public static class Concrete extends Abstract {}

    /** Not public itself, as a nested class often is. */
    @Route("/orders")
    static class Good {
        private final String provided;

        Good(CharSequence text, Settings settings, Executor executor, System.Logger logger, CellContext context) {
            provided = text + settings.string("x", "?") + context.deployment();
        }

        @Route(
                value = "/{id}",
                methods = {"GET", "PUT"},
                timeoutMs = 500,
                idempotent = Idempotent.NO,
                inner = true,
                produces = "text/css",
                description = "d")
        public String order(
                @Param(description = "which") long id,
                @Default("1") int page,
                @Header("X-T") Optional<String> tenant,
                Optional<List<Item>> items) {
            return provided;
        }
    }

    @Test
    void describesRoutesForTheirAnnouncement() throws InvalidCellException {
        HandlerTable table = Cells.table(CellContext.forTests("test"), Map.of(CharSequence.class, "p"), Good.class);
        HandlerMethod method = table.methods().get(0);
        assertEquals("/orders/{id}", method.template().toString());
        assertEquals(List.of("GET", "PUT"), method.methods());
        assertEquals(500, method.timeoutMs());
        assertEquals(false, method.idempotent());
        assertTrue(method.inner());
        assertEquals("text/css", method.produces());
        assertEquals(
                List.of(
                        Map.of(
                                "name", "id",
                                "in", "path",
                                "type", "integer",
                                "format", "int64",
                                "required", "true",
                                "description", "which"),
                        Map.of(
                                "name", "page",
                                "in", "query",
                                "type", "integer",
                                "format", "int32",
                                "required", "false",
                                "default", "1"),
                        Map.of("name", "x-t", "in", "header", "type", "string", "required", "false"),
                        Map.of("name", "body", "in", "body", "type", "array", "required", "false")),
                method.parameters());
        assertEquals("d", method.routeInfo("test", 3).description());
        assertEquals("p?test", Cells.call(table, "GET", "/orders/1").text());
    }

    @Test
    void givesRoutesOfAnAbstractClassToThoseThatExtendIt() throws InvalidCellException {
        assertEquals(1, Cells.table(Abstract.class, Concrete.class).methods().size());
    }

    @Test
    void ordersMethodsByTheirNames() throws InvalidCellException {
        List<String> one = names(Cells.table(Concrete.class, BindingTest.Cell.class));
        List<String> other = names(Cells.table(BindingTest.Cell.class, Concrete.class));
        assertEquals(one, other);
    }

    private static List<String> names(HandlerTable table) {
        return table.methods().stream().map(HandlerMethod::name).toList();
    }
}
