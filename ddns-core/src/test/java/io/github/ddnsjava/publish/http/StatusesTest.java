package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusesTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    private static final Asked PUT = Asked.of("PUT api.example/x", ProblemScope.RECORD);

    private static HttpTransport.Answer answer(int status) {
        return new HttpTransport.Answer(status, Map.of(), "s3cret");
    }

    private static HttpTransport.Answer answer(int status, String retryAfter) {
        return new HttpTransport.Answer(status, Map.of("retry-after", List.of(retryAfter)), "s3cret");
    }

    private static DdnsException thrownFor(HttpTransport.Answer answer) {
        return catchThrowableOfType(DdnsException.class, () -> Statuses.check(PUT, answer, NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void twoHundredsAreSuccesses(int status) {
        assertThatCode(() -> Statuses.check(PUT, answer(status), NOW)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "100, PROTOCOL, false",
        "199, PROTOCOL, false",
        "300, PROTOCOL, false",
        "302, PROTOCOL, false",
        "400, REJECTED, true",
        "401, AUTHENTICATION, true",
        "403, AUTHENTICATION, true",
        "404, REJECTED, true",
        "408, TRANSIENT, false",
        "409, REJECTED, true",
        "410, REJECTED, true",
        "421, TRANSIENT, false",
        "422, REJECTED, true",
        "425, TRANSIENT, false",
        "429, RATE_LIMITED, true",
        "500, TRANSIENT, false",
        "503, TRANSIENT, false",
        "599, TRANSIENT, false",
        "600, PROTOCOL, false",
        "0, PROTOCOL, false"
    })
    void everyOtherStatusBecomesTheExceptionOfItsReaction(int status, ProblemKind kind, boolean certainlyNotApplied) {
        DdnsException thrown = thrownFor(answer(status));

        assertThat(thrown.kind()).isEqualTo(kind);
        assertThat(thrown.certainlyNotApplied()).isEqualTo(certainlyNotApplied);
        assertThat(thrown)
                .hasMessageContaining("PUT api.example/x: HTTP " + status)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @Tag("promise-11")
    @CsvSource({
        // status, what the request named, what the provider limits, what is held
        "401, RECORD,  ACCOUNT, ACCOUNT",
        "401, ZONE,    ACCOUNT, ACCOUNT",
        "403, RECORD,  ACCOUNT, RECORD",
        "403, ZONE,    ACCOUNT, ZONE",
        "403, ACCOUNT, ACCOUNT, ACCOUNT",
        "404, RECORD,  ACCOUNT, RECORD",
        "404, ZONE,    ACCOUNT, ZONE",
        "404, ACCOUNT, ACCOUNT, RECORD",
        "422, ZONE,    ACCOUNT, RECORD",
        "429, RECORD,  ACCOUNT, ACCOUNT",
        "429, RECORD,  ZONE,    ZONE",
        "429, RECORD,  RECORD,  RECORD",
        "500, ZONE,    ACCOUNT, RECORD",
        "421, ACCOUNT, ACCOUNT, RECORD",
    })
    void aRefusalHoldsWhatItConcernsAndNoMore(
            int status, ProblemScope named, ProblemScope limited, ProblemScope expected) {
        Asked asked = Asked.of("GET api.example/x", named, limited);

        assertThat(catchThrowableOfType(DdnsException.class, () -> Statuses.check(asked, answer(status), NOW))
                        .scope())
                .isEqualTo(expected);
    }

    @Test
    @Tag("promise-14")
    void retryAfterIsHandedOn() {
        assertThat(thrownFor(answer(429, "7")).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(thrownFor(answer(503, "7")).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(thrownFor(answer(429)).retryAfter()).isEmpty();
        assertThat(thrownFor(answer(503)).retryAfter()).isEmpty();
    }

    @Test
    @Tag("promise-14")
    void ofSeveralRetryAftersTheLongestCounts() {
        HttpTransport.Answer answer =
                new HttpTransport.Answer(429, Map.of("retry-after", List.of("5", "soon", "3600", "60")), "");
        assertThat(Statuses.retryAfter(answer, NOW)).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @Tag("promise-14")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                " 120  | PT2M",
                "604800 | P7D",
                "604801 | P7D",
                "999999999 | P7D",
                "99999999999 | P7D",
                "Sun, 06 Nov 1994 08:49:37 GMT | PT0S",
                "Sun, 06 Nov 1994 08:50:37 GMT | PT1M",
                "Sat, 05 Nov 1994 08:49:37 GMT | PT0S",
                "Fri, 31 Dec 9999 23:59:59 GMT | P7D",
            })
    void retryAfterIsSecondsOrADateAndAtMostAWeek(String header, Duration expected) {
        assertThat(Statuses.retryAfter(answer(429, header), NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "+5", "٣", "Sun, 06 Nov 1994", "9999999999999999999999"})
    void aRetryAfterThatIsNeitherCountsAsNone(String header) {
        assertThat(Statuses.retryAfter(answer(429, header), NOW)).isEqualTo(Optional.empty());
    }

    @Test
    void theNameOfAHeaderIsFoundInAnyCase() {
        assertThat(answer(429, "5").header("Retry-After")).contains("5");
        assertThat(answer(429, "5").header("Location")).isEmpty();
    }
}
