package org.cellnest.runtime.handler;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the three formats of HTTP dates, and writes the preferred one (RFC 9110, section 5.6.7). Stateless. */
final class HttpDates {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static final Pattern IMF_FIXDATE = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT");
    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    private static final Pattern RFC_850 = Pattern.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d\\d)-"
            + MONTH + "-(?<year>\\d\\d) " + TIME + " GMT");
    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final Pattern ASCTIME = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + MONTH + " (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})");

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    /** A year of two digits that is further in the future is one of the century before. */
    private static final int MAX_YEARS_AHEAD = 50;

    private HttpDates() {}

    /** Whether a time can be written as a date of four digits since 1970. */
    static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    /** Returns a time in the preferred format, cut to seconds. */
    static String format(Instant time) {
        return WRITTEN.format(time);
    }

    /**
     * Parses a date; null if it has none of the formats. The name of the day is not compared with the date.
     *
     * @param now decides the century of a year of two digits
     */
    static @Nullable Instant parse(String text, Instant now) {
        for (Pattern format : List.of(IMF_FIXDATE, RFC_850, ASCTIME)) {
            Matcher date = format.matcher(text);
            if (date.matches()) {
                try {
                    return format == RFC_850 ? ofTwoDigits(date, now) : at(date, number(date, "year"));
                } catch (DateTimeException e) { // such as 31 February
                    return null;
                }
            }
        }
        return null;
    }

    private static Instant ofTwoDigits(Matcher date, Instant now) {
        int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
        int year = thisYear - thisYear % 100 + number(date, "year");
        Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD).toInstant();
        // A 29 February of this century may be none of the one before.
        while (year > thisYear + MAX_YEARS_AHEAD
                || (year == thisYear + MAX_YEARS_AHEAD && at(date, year).isAfter(latest))) {
            year -= 100;
        }
        return at(date, year);
    }

    private static Instant at(Matcher date, int year) {
        int second = number(date, "second");
        return LocalDateTime.of(
                        year,
                        MONTHS.indexOf(date.group("month")) + 1,
                        number(date, "day"),
                        number(date, "hour"),
                        number(date, "minute"),
                        second == 60 ? 59 : second) // a leap second, which Java's time does not count
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }
}
