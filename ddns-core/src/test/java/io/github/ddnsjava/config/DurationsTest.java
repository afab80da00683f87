package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "5ms, PT0.005S",
        "30s, PT30S",
        "5m, PT5M",
        "12h, PT12H",
        "25d, PT600H",
        "999999999s, PT277777H46M39S",
        "PT5M, PT5M",
        "pt5m, PT5M",
        "P1DT2H, PT26H",
        "PT0.5S, PT0.5S"
    })
    void shortAndIsoFormsAreRead(String text, Duration expected) {
        assertThat(Durations.tryParse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "m",
                "5 m",
                " 5m",
                "5m ",
                "5M",
                "-5m",
                "+5m",
                "05m",
                "1.5h",
                "5m30s",
                "5w",
                "5y",
                "1000000000s",
                "PT-5M",
                "-PT5M",
                "P",
                "PT",
                "P1Y",
                "five",
                "٥m"
            })
    void anythingElseIsNone(String text) {
        assertThat(Durations.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.001S, 1ms",
        "PT90S, 90s",
        "PT60S, 1m",
        "PT90M, 90m",
        "PT1H, 1h",
        "PT25H, 25h",
        "PT48H, 2d"
    })
    void theShortestExactFormIsWritten(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @Test
    void whatHasNoShortFormIsWrittenAsIso() {
        assertThat(Durations.format(Duration.ofNanos(1))).isEqualTo("PT0.000000001S");
        assertThat(Durations.format(Duration.ofSeconds(-5))).isEqualTo("PT-5S");
        assertThat(Durations.format(Duration.ofSeconds(Long.MAX_VALUE))).startsWith("PT2562047788015215H");
    }

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seconds,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
        for (Duration duration : new Duration[] {
            Duration.ofSeconds(seconds, nanos),
            Duration.ofMillis(seconds % 1_000_000_000_000L),
            Duration.ofSeconds(seconds % 1_000_000_000L),
            Duration.ofHours(seconds % 1_000_000L)
        }) {
            assertThat(Durations.tryParse(Durations.format(duration))).contains(duration);
        }
    }
}
