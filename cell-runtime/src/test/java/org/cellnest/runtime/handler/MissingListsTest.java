package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingListsTest {
    public static class Cell {
        @Route(
                value = "/ids",
                methods = {"GET", "POST"})
        public String ids(
                @Default("1,2") List<Integer> ids, Optional<List<Integer>> more, @Default("a") List<String> texts) {
            return ids + " " + more + " " + texts;
        }

        @Route("/required")
        public String required(int[] ids) {
            return Arrays.toString(ids);
        }
    }

    private static HandlerTable table;

    @BeforeAll
    static void build() throws InvalidCellException {
        table = Cells.table(Cell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ids=|[1, 2] Optional.empty [a]",
                "more=&ids=&ids=|[1, 2] Optional.empty [a]",
                "texts=|[1, 2] Optional.empty []",
                "ids=3&more=4|[3] Optional[[4]] [a]",
            })
    void countsEmptyFieldsOfListsAsMissing(String query, String expected) {
        assertEquals(expected, call(table, "GET", "/ids?" + query).text());
    }

    @Test
    void takesAnEmptyArrayForAnEmptyList() {
        assertEquals(
                "[] Optional[[]] []",
                post("/ids", "{\"ids\":[],\"more\":[],\"texts\":[]}").text());
        assertEquals(
                "[1, 2] Optional.empty [a]", post("/ids", "{\"ids\":[\"\"]}").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ids=", "?ids=&ids="})
    void missesAListThatIsRequired(String query) {
        Answer answer = call(table, "GET", "/required" + query);
        assertEquals(400, answer.status());
        assertTrue(answer.detail().contains("ids (query, form or json): missing"), answer.detail());
    }

    private static Answer post(String path, String json) {
        return call(table, "POST", path, "content-type", "application/json", "body", json);
    }
}
