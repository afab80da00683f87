package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.publish.http.AnswerPattern;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the answers of a service mean, as the settings describe them. The first refusal that fits decides. An answer with
 * 2xx that fits neither a refusal nor the success is in doubt. Everything else goes by its status.
 *
 * @param success what confirms a write; empty for a read, where what is read decides
 */
record Answers(Optional<AnswerPattern> success, List<Refusal> refusals) implements ProviderEndpoint.AnswerCheck {
    private static final String MEANS = "means";

    /** A refusal, and what it means. */
    record Refusal(AnswerPattern answer, Meaning meaning) {}

    /** Reads the settings {@code success} and {@code refusals}. */
    static Answers of(Settings settings) {
        AnswerPattern success = AnswerPattern.of(settings.nested("success")
                .orElseThrow(() -> new ConfigurationException(
                        settings.path("success"), "is missing", "an object, as in {\"status\": 204}")));
        List<Refusal> refusals = new ArrayList<>();
        for (Object item : settings.list("refusals")) {
            if (!(item instanceof Settings refusal)) {
                throw settings.wrongType(
                        "refusals", item, "an object", "a list of objects, as in [{\"status\": 401, …}]");
            }
            refusals.add(new Refusal(AnswerPattern.of(refusal, MEANS), meaning(refusal)));
        }
        return new Answers(Optional.of(success), List.copyOf(refusals));
    }

    private static Meaning meaning(Settings refusal) {
        String word = refusal.text(MEANS);
        return Stream.of(Meaning.values())
                .filter(meaning -> word(meaning).equals(word))
                .findFirst()
                .orElseThrow(() -> refusal.wrong(MEANS, word, words()));
    }

    private static String word(Meaning meaning) {
        return meaning.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns all words for the setting {@code means}. */
    static String words() {
        return Stream.of(Meaning.values()).map(Answers::word).collect(Collectors.joining(", "));
    }

    /** Returns these refusals with another success. */
    Answers confirmedBy(Optional<AnswerPattern> other) {
        return new Answers(other, refusals);
    }

    @Override
    public void check(Asked asked, HttpTransport.Answer answer, Instant now) {
        for (Refusal refusal : refusals) {
            if (is(refusal.answer(), asked, answer)) {
                throw ErrorTable.refusal(refusal.meaning(), asked, answer, answer.body(), now);
            }
        }
        boolean ok = answer.status() >= 200 && answer.status() < 300;
        if (ok && success.isPresent() && !is(success.get(), asked, answer)) {
            String quoted = asked.quote(answer.body());
            throw new ProtocolException(asked.what() + ": HTTP " + answer.status()
                    + (quoted.isEmpty() ? " without a text" : ", \"" + quoted + "\"")
                    + ", which is not what the setting success describes");
        }
    }

    private static boolean is(AnswerPattern pattern, Asked asked, HttpTransport.Answer answer) {
        try {
            return pattern.test(answer);
        } catch (ProtocolException e) {
            throw new ProtocolException(asked.what() + ": " + e.problem().message());
        }
    }
}
