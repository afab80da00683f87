package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a server says, it is read without harm. */
class AnswerPropertyTest {
    private static final IpAddress SENT = IpAddress.parse("192.0.2.1");

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> words = Arbitraries.of(
                "good",
                "nochg",
                "GOOD",
                "badauth",
                "911",
                "wait",
                "w99999999999",
                "192.0.2.1",
                "::",
                ",",
                " ",
                "\t",
                "\r",
                "\n",
                "\u2028",
                "\u0000",
                "<b>",
                "ok",
                "\ufeff");
        return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(12)
                .map(l -> String.join("", l));
    }

    @Property
    void noTextIsASuccessWhoseLineDoesNotBeginWithTheVeryWord(
            @ForAll("bodies") String body,
            @ForAll @IntRange(min = 0, max = 3) int index,
            @ForAll @IntRange(min = 200, max = 599) int status) {
        AnswerLines lines = AnswerLines.parse(body);
        AnswerJudge judge = new AnswerJudge(
                "dyn.example", new HttpTransport.Answer(status, Map.of(), body), Instant.EPOCH, List.of("s3cret"));
        assertThat(judge.notUnderstood(lines.lines())).isInstanceOf(DdnsException.class);
        Optional<AnswerLine> line = lines.line(index, 4, SENT.family(), 1);
        if (line.isPresent() && isSuccess(judge, line.get())) {
            assertThat(status).isLessThan(300);
            assertThat(line.get().text().toLowerCase(Locale.ROOT)).matches("(?s)(good|nochg)(\\s.*)?");
            assertThat(body).contains(line.get().text());
        }
    }

    private static boolean isSuccess(AnswerJudge judge, AnswerLine line) {
        try {
            ChangeResult result = judge.result(line, SENT);
            return result instanceof ChangeResult.Applied || result instanceof ChangeResult.AlreadyRight;
        } catch (DdnsException refused) {
            return false;
        }
    }
}
