package org.cellnest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldListTest {
    @Test
    void overlooksEmptyElements() {
        assertEquals(List.of("a", "b", "c"), FieldList.elements(List.of(", a,, b\t ,", "", " , ", "c")));
        assertEquals(List.of(), FieldList.elements(List.of("", ",", " ,\t")));
    }

    @Test
    void separatesNothingWithinQuotedStrings() {
        assertEquals(List.of("a=\"b,c\"", "d"), FieldList.elements(List.of("a=\"b,c\", d")));
        assertEquals(List.of("a=\"b\\\",c\"", "d"), FieldList.elements(List.of("a=\"b\\\",c\",d")));
        assertEquals(List.of("a", "\"b, c"), FieldList.elements(List.of("a, \"b, c")));
        assertEquals(List.of("\"a\\"), FieldList.elements(List.of("\"a\\")));
    }

    @ParameterizedTest
    @CsvSource({
        "for=a, a",
        "FOR=a, a",
        "'by=b; for=a', a",
        "'by=\";for=b\";for=a', a",
        "'for=\"[::1]:80\"', [::1]:80",
        "'for=\"a\\\\\"b\"', a\"b",
        "'for=\"\\a\"', a",
        "for=, ''",
    })
    void readsParameters(String element, String value) {
        assertEquals(value, FieldList.parameter(element.replace("\\\\", "\\"), "for"));
    }

    @Test
    void knowsWhatIsNotThere() {
        assertNull(FieldList.parameter("by=a;xfor=b;for", "for"));
        assertNull(FieldList.parameter("", "for"));
    }
}
