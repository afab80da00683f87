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
 * @param confirming the setting that describes the success, for messages
 * @param mayBeGone whether 404 and 410 are a good answer: to a withdrawal, and to a read
 */
record Answers(Optional<AnswerPattern> success, String confirming, List<Refusal> refusals, boolean mayBeGone)
        implements ProviderEndpoint.AnswerCheck {
    private static final String MEANS = "means";

    private static final String SUCCESS = "success";

    /**
     * A refusal.
     *
     * @param setting where the settings describe it
     * @param answer what the answer looks like
     * @param meaning what it means
     */
    record Refusal(String setting, AnswerPattern answer, Meaning meaning) {}

    /** Reads the settings {@code success} and {@code refusals}. */
    static Answers of(Settings settings) {
        AnswerPattern success = successOf(settings)
                .orElseThrow(() -> new ConfigurationException(
                        settings.path(SUCCESS), "is missing", "an object, as in {\"status\": 204}"));
        List<Refusal> refusals = new ArrayList<>();
        for (Object item : settings.list("refusals")) {
            if (!(item instanceof Settings refusal)) {
                throw settings.wrongType(
                        "refusals", item, "an object", "a list of objects, as in [{\"status\": 401, …}]");
            }
            String setting = "refusals[" + refusals.size() + "]";
            refusals.add(new Refusal(setting, AnswerPattern.of(refusal, MEANS), meaning(refusal)));
        }
        return new Answers(Optional.of(success), SUCCESS, List.copyOf(refusals), false);
    }

    /** Reads the setting {@code success}. A status that is no success in HTTP would never count as one. */
    private static Optional<AnswerPattern> successOf(Settings settings) {
        Optional<AnswerPattern> success = settings.nested(SUCCESS).map(nested -> AnswerPattern.of(nested));
        success.ifPresent(pattern -> pattern.statuses().stream()
                .filter(status -> !isOk(status))
                .findFirst()
                .ifPresent(status -> {
                    throw new ConfigurationException(
                            settings.path(SUCCESS) + ".status",
                            "is " + status
                                    + ", which is not a success in HTTP; if the service says so that nothing had to"
                                    + " be changed, describe that answer in refusals with \"means\": \"not-done\"",
                            "statuses from 200 to 299");
                }));
        return success;
    }

    private static boolean isOk(int status) {
        return status >= 200 && status < 300;
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

    /** Returns what the answers to a withdrawal mean: the same, with the success of its own settings if they have one. */
    Answers ofWithdrawal(Optional<Settings> withdrawal) {
        Optional<AnswerPattern> own = withdrawal.flatMap(Answers::successOf);
        return new Answers(own.or(() -> success), own.isPresent() ? "withdraw.success" : SUCCESS, refusals, true);
    }

    /** Returns what the answers to a read mean. That there is no such record is not a refusal, so it is looked for first. */
    Answers ofRead(Optional<AnswerPattern> absent) {
        List<Refusal> all = new ArrayList<>();
        absent.ifPresent(pattern -> all.add(new Refusal("read.absent", pattern, Meaning.NOT_FOUND)));
        all.addAll(refusals);
        return new Answers(Optional.empty(), SUCCESS, List.copyOf(all), true);
    }

    @Override
    public void check(Asked asked, HttpTransport.Answer answer, Instant now) {
        for (Refusal refusal : refusals) {
            if (is(refusal.answer(), asked, answer)) {
                throw ErrorTable.refusal(
                        refusal.meaning(), asked, answer, answer.body(), judged(refusal, asked, answer), now);
            }
        }
        boolean gone = answer.status() == 404 || answer.status() == 410;
        if (mayBeGone && gone && answer.isWebPage()) {
            throw new ProtocolException(asked.what() + ": HTTP " + answer.status()
                    + " with a web page, which a captive portal or a proxy may have sent; if the service answers so,"
                    + " describe it in refusals with \"means\": \"not-found\"");
        }
        if (isOk(answer.status()) && success.isPresent() && !is(success.get(), asked, answer)) {
            String quoted = asked.quote(answer.body());
            throw new ProtocolException(asked.what() + ": HTTP " + answer.status()
                    + (quoted.isEmpty() ? " without a text" : ", \"" + quoted + "\"")
                    + ", which is not what the setting " + confirming + " describes");
        }
    }

    /** Tells which refusal decided. Where the answer says nothing, its conditions are all that there is to read. */
    private static String judged(Refusal refusal, Asked asked, HttpTransport.Answer answer) {
        String words = asked.quote(answer.body());
        String conditions = words.isEmpty() ? asked.quote(refusal.answer().toString()) : "";
        return ", which the setting " + refusal.setting() + (conditions.isEmpty() ? "" : " (" + conditions + ")")
                + " describes as " + word(refusal.meaning());
    }

    private static boolean is(AnswerPattern pattern, Asked asked, HttpTransport.Answer answer) {
        try {
            return pattern.test(answer);
        } catch (ProtocolException e) {
            if (!isOk(answer.status())) {
                return false; // the status tells enough
            }
            throw new ProtocolException(asked.what() + ": " + e.problem().message());
        }
    }
}
