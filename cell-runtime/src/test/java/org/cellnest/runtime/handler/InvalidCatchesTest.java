package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.stream.Stream;
import org.cellnest.cell.Catches;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvalidCatchesTest {
    private static Problem gone() {
        return new Problem(410, "");
    }

    public static class Cell {
        @Route("/a")
        public String a() {
            return "a";
        }
    }

    public static class NotPublic {
        @Catches(IOException.class)
        Problem io() {
            return gone();
        }
    }

    public static class NoClass {
        @Catches({})
        public Problem none() {
            return gone();
        }
    }

    public static class OfTheJvm {
        @Catches(StackOverflowError.class)
        public Problem deep() {
            return gone();
        }
    }

    public static class OddParameter {
        @Catches(IOException.class)
        public Problem io(String text) {
            return gone();
        }
    }

    public static class TwoExceptions {
        @Catches(IOException.class)
        public Problem io(IOException e, Exception again) {
            return gone();
        }
    }

    public static class TwoRequests {
        @Catches(IOException.class)
        public Problem io(Request one, Request other) {
            return gone();
        }
    }

    public static class OtherException {
        @Catches({FileNotFoundException.class, IOException.class})
        public Problem io(FileNotFoundException e) {
            return gone();
        }
    }

    public static class Nothing {
        @Catches(IOException.class)
        public void io(IOException e) {}
    }

    public static class Unwritable {
        @Catches(IOException.class)
        public JsonTypesTest.Serialized io() {
            throw gone();
        }
    }

    public static class AlsoARoute {
        @Route("/b")
        @Catches(IOException.class)
        public Problem io() {
            return gone();
        }
    }

    public static class Twice {
        @Catches(IOException.class)
        public Problem one() {
            return gone();
        }

        @Catches(IOException.class)
        public Problem other() {
            return gone();
        }
    }

    public abstract static class Abstract {
        @Catches(IOException.class)
        public Problem io() {
            return gone();
        }
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(NotPublic.class, "NotPublic.io(): not public (expected: a public method)"),
                Arguments.of(NoClass.class, "NoClass.none(): @Catches without a class (expected: at least one)"),
                Arguments.of(
                        OfTheJvm.class,
                        "OfTheJvm.deep(): @Catches(java.lang.StackOverflowError) (expected: an exception, or an error"
                                + " other than a VirtualMachineError)"),
                Arguments.of(
                        OddParameter.class,
                        "OddParameter.io(String), parameter text: of type java.lang.String (expected: the exception, or"
                                + " a Request)"),
                Arguments.of(TwoExceptions.class, "parameter again: a second exception (expected: one)"),
                Arguments.of(TwoRequests.class, "parameter other: a second Request (expected: one)"),
                Arguments.of(
                        OtherException.class,
                        "parameter e: of type java.io.FileNotFoundException with @Catches(java.io.IOException)"
                                + " (expected: a parameter of this class, or of one that it extends)"),
                Arguments.of(
                        Nothing.class,
                        "Nothing.io(IOException): void (expected: a result, such as a Problem or a Response)"),
                Arguments.of(Unwritable.class, "Unwritable.io(): its result: "),
                Arguments.of(AlsoARoute.class, "AlsoARoute.io(): @Catches and @Route (expected: one of them)"),
                Arguments.of(Twice.class, "(expected: one @Catches method for each class in a deployment)"),
                Arguments.of(Abstract.class, "Abstract.io(): abstract class "));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWithAReasonThatNamesThePlace(Class<?> type, String reason) {
        String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(Cell.class, type))
                .getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains(type.getName()), message);
    }

    public static class Other {
        @Catches(IOException.class)
        public Problem io() {
            return gone();
        }
    }

    @Test
    void refusesTwoClassesThatCatchTheSame() {
        assertEquals(
                "java.io.IOException is caught by " + Other.class.getName() + ".io() and by " + Second.class.getName()
                        + ".second() (expected: one @Catches method for each class in a deployment)",
                assertThrows(InvalidCellException.class, () -> Cells.table(Cell.class, Second.class, Other.class))
                        .getMessage());
    }

    public static class Second {
        @Catches({IllegalStateException.class, IOException.class})
        public Problem second() {
            return gone();
        }
    }

    @Test
    void refusesACellThatOnlyCatches() {
        assertEquals(
                "no route (expected: at least one public method with @Route)",
                assertThrows(InvalidCellException.class, () -> Cells.table(Other.class))
                        .getMessage());
    }
}
