package io.github.ddnsjava.publish.sign;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The forms in which signatures write a time, always in UTC and in whole seconds. Stateless and thread-safe. */
final class Times {
    private static final DateTimeFormatter BASIC = formatter("uuuuMMdd'T'HHmmss'Z'");
    /** Not the JDK's RFC_1123_DATE_TIME, which writes the first days of a month with one digit. */
    private static final DateTimeFormatter HTTP = formatter("EEE, dd MMM uuuu HH:mm:ss 'GMT'");

    private Times() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Returns {@code 20150830T123600Z}. */
    static String basic(Instant time) {
        return BASIC.format(time);
    }

    /** Returns {@code 2015-08-30T12:36:00Z}. */
    static String extended(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns {@code Sun, 30 Aug 2015 12:36:00 GMT} (RFC 9110, section 5.6.7). */
    static String http(Instant time) {
        return HTTP.format(time);
    }
}
