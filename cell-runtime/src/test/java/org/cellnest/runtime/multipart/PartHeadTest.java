package org.cellnest.runtime.multipart;

import static org.cellnest.runtime.multipart.Forms.octets;
import static org.cellnest.runtime.multipart.Forms.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeadTest {
    private static PartStream part(String head) {
        byte[] body = ("--b\r\n" + head + "\r\n\r\nx\r\n--b--").getBytes(StandardCharsets.UTF_8);
        try {
            return Forms.reader("b", new ByteArrayInputStream(body)).next().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PartStream disposed(String parameters) {
        return part("Content-Disposition: form-data; " + parameters);
    }

    @Test
    void readsNameFileNameTypeAndHeaders() {
        PartStream part = part("content-disposition:  Form-Data ;name=\"a b\" ; FILENAME=x.png;\r\n"
                + "Content-Type: image/png\r\nX-More: \u00e4");
        assertEquals("a b", part.name());
        assertEquals(Optional.of("x.png"), part.fileName());
        assertEquals(Optional.of("image/png"), part.type());
        assertEquals(Optional.of("\u00e4"), part.headers().first("x-more"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "name=\"a%22b\" ~ a\"b",
                "name=\"a\\\"b\" ~ a\"b",
                "name=\"a\\\\b\" ~ a\\b",
                "name=\"C:\\x\\y.png\" ~ C:\\x\\y.png",
                "name=\"a%0D%0Ab%41%\" ~ a%0D%0Ab%41%",
                "name=\"a;b=c, d\" ~ a;b=c, d",
                "name=\"\u00e4\u20ac\ud83d\ude00\" ~ \u00e4\u20ac\ud83d\ude00",
                "name=a ~ a",
            })
    void readsNamesAsBrowsersSendThem(String parameters, String name) {
        assertEquals(name, disposed(parameters).name());
        assertEquals(Optional.of(name), disposed("name=n; file" + parameters).fileName());
    }

    @Test
    void givesFileNamesAsTheyCameAndSafe() {
        PartStream part = disposed("name=a; filename=\"..\\..\\/etc/pass<wd\"");
        assertEquals(Optional.of("..\\..\\/etc/pass<wd"), part.fileName());
        assertEquals(Optional.of("pass_wd"), part.safeFileName());
        assertEquals(Optional.empty(), disposed("name=a; filename=\"\"").fileName());
    }

    @Test
    void ignoresEncodedFileNames() {
        assertEquals(
                Optional.empty(), disposed("name=a; filename*=UTF-8''x.png").fileName());
        assertEquals(
                Optional.of("y"),
                disposed("name=a; filename*=UTF-8''x.png; filename=y").fileName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X: 1",
                "Content-Disposition: attachment; name=a",
                "Content-Disposition: form-data",
                "Content-Disposition: form-data; filename=a",
                "Content-Disposition: form-data; name=a; name=b",
                "Content-Disposition: form-data; name=a; NAME=a",
                "Content-Disposition: form-data; name=a; filename=b; filename=b",
                "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=a",
                "Content-Disposition: form-data; name=a\r\nContent-Type: a/b\r\nContent-Type: a/b",
                "Content-Disposition: form-data; name=",
                "Content-Disposition: form-data; name",
                "Content-Disposition: form-data; name = a",
                "Content-Disposition: form-data; name=\"a",
                "Content-Disposition: form-data; name=\"a\\\"",
                "Content-Disposition: form-data; name=\"a\"b",
                "Content-Disposition: form-data; name=a b",
                "Content-Disposition form-data; name=a",
                "Content-Disposition : form-data; name=a",
                "Content-Disposition: form-data;\r\n name=a",
                "Content-Disposition: form-data; name=\"a\0\"",
                "Content-Disposition: form-data; name=\"a\nb\"",
                "Content-Disposition: form-data; name=\"a\rb\"",
                "Content-Disposition: form-data; name=\"a\u007f\"",
                "Content-Disposition: form-data; name=a\nX: 1",
                "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64",
                "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: Quoted-Printable",
            })
    void refusesHeadsThatAreNoneOfAForm(String head) {
        Problem thrown = assertThrows(Problem.class, () -> part(head));
        assertEquals(400, thrown.status());
        assertTrue(thrown.detail().matches("multipart body: .+ \\(expected: .+\\)"), thrown::detail);
        assertTrue(thrown.detail().chars().allMatch(c -> c >= ' ' && c <= '~'), thrown::detail);
    }

    @Test
    void refusesHeadsThatAreNotUtf8() {
        assertEquals(
                "400 multipart body: headers of a part that are not UTF-8 (expected: UTF-8)",
                problem("--b\r\nContent-Disposition: form-data; name=\"\u00e4\"\r\n\r\n\r\n--b--"));
    }

    @Test
    void acceptsEncodingsThatLeaveOctetsAsTheyAre() {
        for (String encoding : List.of("7bit", "8BIT", "binary")) {
            assertEquals(
                    "a",
                    part("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: " + encoding)
                            .name());
        }
    }

    @Test
    void readsBoundaries() {
        assertEquals(
                "----=_Part_1",
                Boundary.of("multipart/form-data; boundary=----=_Part_1").text());
        assertEquals(
                "a b",
                Boundary.of("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"")
                        .text());
        assertEquals(70, new Boundary("x".repeat(70)).delimiter().length - 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"a \"",
                "multipart/form-data; boundary=\"a\r\nb\"",
                "multipart/form-data; boundary=a%b",
                "multipart/form-data; boundary=\u00e4",
                "multipart/form-data; boundary=a; boundary=b",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890",
            })
    void refusesContentTypesWithoutABoundary(String contentType) {
        Problem thrown = assertThrows(
                Problem.class, () -> new MultipartReader(contentType, new ByteArrayInputStream(octets("--a--"))));
        assertEquals(400, thrown.status());
        assertTrue(thrown.detail().matches("multipart body: .+ \\(expected: .+\\)"), thrown::detail);
    }
}
