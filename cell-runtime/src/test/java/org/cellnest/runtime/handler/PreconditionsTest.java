package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellnest.cell.Headers;
import org.cellnest.protocol.Fields;
import org.cellnest.runtime.handler.Preconditions.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the conditions of RFC 9110, section 13.1, and their precedence, section 13.2.2. */
class PreconditionsTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-28T10:00:00Z");
    private static final Instant NOW = MODIFIED.plusSeconds(60);
    private static final String EARLIER = "Sat, 28 Nov 2026 09:59:59 GMT";
    private static final String SAME = "Sat, 28 Nov 2026 10:00:00 GMT";
    private static final String LATER = "Sat, 28 Nov 2026 10:00:01 GMT";

    private static final Validators BOTH = new Validators(new EntityTag(false, "a"), MODIFIED);
    private static final Validators WEAK = new Validators(new EntityTag(true, "a"), MODIFIED);
    private static final Validators DATE = new Validators(null, MODIFIED);
    private static final Validators TAG = new Validators(new EntityTag(false, "a"), null);

    /** Returns the fields of a line {@code name=value; name=value}, with the dates for their names. */
    private static Fields fields(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split(";", -1)) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1).strip();
            fields.add(field.substring(0, equals).strip());
            fields.add(
                    switch (value) {
                        case "earlier" -> EARLIER;
                        case "same" -> SAME;
                        case "later" -> LATER;
                        default -> value;
                    });
        }
        return Fields.of(fields.toArray(String[]::new));
    }

    private static Validators validators(String name) {
        return switch (name) {
            case "both" -> BOTH;
            case "weak" -> WEAK;
            case "date" -> DATE;
            case "tag" -> TAG;
            default -> new Validators(null, null);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // If-Match compares strongly
                "both | if-match=\"a\" | PROCEED",
                "both | if-match=\"b\" | FAILED",
                "both | if-match=\"b\", \"a\" | PROCEED",
                "both | if-match=W/\"a\" | FAILED",
                "weak | if-match=\"a\" | FAILED",
                "weak | if-match=W/\"a\" | FAILED",
                "both | if-match=* | PROCEED",
                "weak | if-match=* | PROCEED",
                "date | if-match=\"a\" | FAILED",
                "both | if-match=a | FAILED",
                "both | if-match=\"b\"; if-match=\"a\" | PROCEED",
                // If-Unmodified-Since
                "both | if-unmodified-since=earlier | FAILED",
                "both | if-unmodified-since=same | PROCEED",
                "both | if-unmodified-since=later | PROCEED",
                "tag | if-unmodified-since=earlier | PROCEED",
                "both | if-unmodified-since=yesterday | PROCEED",
                "both | if-unmodified-since=earlier; if-unmodified-since=earlier | PROCEED",
                // If-None-Match compares weakly
                "both | if-none-match=\"a\" | NOT_MODIFIED",
                "both | if-none-match=W/\"a\" | NOT_MODIFIED",
                "weak | if-none-match=\"a\" | NOT_MODIFIED",
                "both | if-none-match=\"b\" | PROCEED",
                "both | if-none-match=\"b\", , W/\"a\" | NOT_MODIFIED",
                "both | if-none-match=\"b\"; if-none-match=\"a\" | NOT_MODIFIED",
                "both | if-none-match=* | NOT_MODIFIED",
                "date | if-none-match=\"a\" | PROCEED",
                "both | if-none-match=\"a | PROCEED",
                // If-Modified-Since
                "both | if-modified-since=earlier | PROCEED",
                "both | if-modified-since=same | NOT_MODIFIED",
                "both | if-modified-since=later | NOT_MODIFIED",
                "tag | if-modified-since=later | PROCEED",
                "both | if-modified-since=yesterday | PROCEED",
                "both | if-modified-since=later; if-modified-since=later | PROCEED",
                // precedence: If-Match over If-Unmodified-Since
                "both | if-match=\"a\"; if-unmodified-since=earlier | PROCEED",
                "both | if-match=\"b\"; if-unmodified-since=later | FAILED",
                // these two over If-None-Match and If-Modified-Since
                "both | if-match=\"b\"; if-none-match=\"a\" | FAILED",
                "both | if-match=\"a\"; if-none-match=\"a\" | NOT_MODIFIED",
                "both | if-match=\"b\"; if-modified-since=later | FAILED",
                "both | if-unmodified-since=earlier; if-none-match=\"a\" | FAILED",
                "both | if-unmodified-since=later; if-none-match=\"a\" | NOT_MODIFIED",
                "both | if-unmodified-since=earlier; if-modified-since=later | FAILED",
                // If-None-Match over If-Modified-Since
                "both | if-none-match=\"b\"; if-modified-since=later | PROCEED",
                "both | if-none-match=\"a\"; if-modified-since=earlier | NOT_MODIFIED",
                "date | if-none-match=\"b\"; if-modified-since=later | PROCEED",
                // without validators, nothing is evaluated
                "none | if-match=*; if-none-match=* | PROCEED"
            })
    void evaluatesInTheOrderOfTheRfc(String current, String conditions, Verdict expected) {
        assertEquals(expected, Preconditions.evaluate(fields(conditions), validators(current), NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "both | if-range=\"a\" | true",
                "both | if-range=\"b\" | false",
                "both | if-range=W/\"a\" | false",
                "weak | if-range=W/\"a\" | false",
                "weak | if-range=\"a\" | false",
                "date | if-range=\"a\" | false",
                "both | if-range=same | true",
                "both | if-range=earlier | false",
                "both | if-range=later | false",
                "tag | if-range=same | false",
                "both | if-range=\"a\", \"b\" | false",
                "both | if-range=* | false",
                "both | if-range=\"a\"; if-range=\"a\" | false",
                "both | range=bytes=0-1 | true"
            })
    void allowsRangesOfTheVersionThatTheClientHas(String current, String condition, boolean expected) {
        assertEquals(expected, Preconditions.allowRange(fields(condition), validators(current), NOW));
    }

    @Test
    void trustsNoDateWithinItsSecond() {
        Fields range = fields("if-range=same");
        assertFalse(Preconditions.allowRange(range, BOTH, MODIFIED.plusMillis(999)));
        assertTrue(Preconditions.allowRange(range, BOTH, MODIFIED.plusMillis(1000)));
    }

    @Test
    void countsForGetAndHeadAlone() {
        assertTrue(Preconditions.apply(Cells.request("GET", "/"), 200));
        assertTrue(Preconditions.apply(Cells.request("HEAD", "/"), 203));
        assertFalse(Preconditions.apply(Cells.request("POST", "/"), 200));
        assertFalse(Preconditions.apply(Cells.request("OPTIONS", "/"), 200));
        assertFalse(Preconditions.apply(Cells.request("GET", "/"), 302));
        assertFalse(Preconditions.apply(Cells.request("GET", "/"), 404));
    }

    @Test
    void keepsWhat304MayHave() {
        Headers answer = Headers.of(
                "content-type", "a/b",
                "content-encoding", "gzip",
                "content-location", "/a",
                "content-security-policy", "x",
                "last-modified", SAME,
                "cache-control", "no-cache",
                "vary", "accept",
                "set-cookie", "a=b");
        assertEquals(
                List.of(
                        "content-location",
                        "content-security-policy",
                        "last-modified",
                        "cache-control",
                        "vary",
                        "set-cookie"),
                List.copyOf(Preconditions.ofNotModified(answer).names()));
        Headers tagged = Preconditions.ofNotModified(answer.plus("etag", "\"a\""));
        assertTrue(tagged.contains("etag"));
        assertFalse(tagged.contains("last-modified"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "\"a",
                "a\"",
                "\"a\" ",
                "w/\"a\"",
                "W/a",
                "W/ \"a\"",
                "\"a b\"",
                "\"a\"b\"",
                "\"a\",\"b\"",
                ""
            })
    void parsesNoMalformedTag(String text) {
        assertEquals(null, EntityTag.parse(text));
    }

    @Test
    void parsesTagsAndLists() {
        assertEquals(new EntityTag(false, ""), EntityTag.parse("\"\""));
        assertEquals(
                "W/\"a,\u00e9!\"",
                Objects.requireNonNull(EntityTag.parse("W/\"a,\u00e9!\"")).toString());
        assertEquals(
                List.of(new EntityTag(false, "a,b"), new EntityTag(true, "c")),
                EntityTag.parseList(" ,\"a,b\" ,\t, W/\"c\","));
        assertEquals(List.of(), EntityTag.parseList("\"a\" \"b\""));
        assertEquals(List.of(), EntityTag.parseList("\"a\", *"));
    }
}
