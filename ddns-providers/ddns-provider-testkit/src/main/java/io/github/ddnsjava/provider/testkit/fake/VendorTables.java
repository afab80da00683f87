package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.node.TextNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that a vendor's test class states, and what the contract suite takes from their rows. {@link VendorHarness} has
 * the methods that fill them, and says what they mean. Not thread-safe: a constructor fills it, and then it is only read.
 */
final class VendorTables {
    private static final Pattern ANSWER = Pattern.compile("(\\S+) +([0-9]+) *(.*?) *-> +(\\S+)(?: +(\\S+))?");
    private static final Pattern CALL = Pattern.compile("(\\S+) +(\\S+) *(.*?) *-> +([0-9]+) *(.*)");
    private static final Pattern FORM = Pattern.compile("\\((.*)\\)");
    private static final String BODY = "(?s)[{\\[<].*|''";

    final List<Answer> answers = new ArrayList<>();
    final List<Wrong> wrong = new ArrayList<>();
    List<String> costs = List.of();
    List<MatchResult> refused = List.of();
    List<String> writes = List.of("post", "put", "delete");
    Set<String> mayBeMissing = Set.of();

    /** A row of what answers mean. */
    record Answer(
            MatchResult row,
            String kind,
            String effect,
            BiFunction<Integer, String, StrictFake.Refusal> error,
            ResponseDefinitionBuilder said) {
        String call() {
            return row.group(1);
        }

        int status() {
            return Integer.parseInt(row.group(2));
        }

        boolean isBody() {
            return row.group(3).matches(BODY);
        }

        ResponseDefinitionBuilder fresh() {
            return ResponseDefinitionBuilder.like(said.build());
        }

        boolean means(String problem, String scopes) {
            return kind.equals(problem) && effect.matches(scopes);
        }
    }

    /** The body of a row of what is refused, as it is sent. */
    record Body(String type, String text) {
        static Body of(String row) {
            Matcher form = FORM.matcher(row);
            if (form.matches()) {
                return new Body("application/x-www-form-urlencoded", encoded(form.group(1)));
            }
            return new Body(row.startsWith("<") ? "application/xml" : "application/json", row.replace('\'', '"'));
        }

        private static String encoded(String form) {
            return Stream.of(form.split("&", -1))
                    .map(pair -> Stream.of(pair.split("=", 2))
                            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                            .collect(Collectors.joining("=")))
                    .collect(Collectors.joining("&"));
        }
    }

    /** A value in a wrong form. */
    record Wrong(String setting, String remedy, String value, boolean atOnce) {}

    void answers(BiFunction<Integer, String, StrictFake.Refusal> error, String rows) {
        for (MatchResult row : rows(ANSWER, rows)) {
            String what = row.group(3);
            int status = Integer.parseInt(row.group(2));
            ResponseDefinitionBuilder said = what.matches(BODY)
                    ? StrictFake.json(status, what.equals("''") ? "" : what)
                    : error.apply(status, what).answer();
            answers.add(new Answer(
                    row, row.group(4), Optional.ofNullable(row.group(5)).orElse(""), error, said));
        }
    }

    void wrong(String setting, String remedy, boolean atOnce, String... values) {
        Stream.of(values).forEach(value -> wrong.add(new Wrong(setting, remedy, value, atOnce)));
    }

    void refuses(String rows) {
        refused = rows(CALL, rows);
    }

    private static List<MatchResult> rows(Pattern form, String rows) {
        return rows.lines()
                .map(row -> {
                    Matcher whole = form.matcher(row.strip());
                    if (!whole.matches()) {
                        throw new AssertionError("this row has another form than " + form + ": " + row);
                    }
                    return whole.toMatchResult();
                })
                .toList();
    }

    /** Returns the first answer that means that. */
    Optional<ResponseDefinitionBuilder> said(String kind, String scopes) {
        return all(kind, scopes).findFirst();
    }

    /** Returns all answers that mean that. */
    Stream<ResponseDefinitionBuilder> all(String kind, String scopes) {
        return answers.stream().filter(row -> row.means(kind, scopes)).map(Answer::fresh);
    }

    /** Returns the first answer by which a write failed for now with the status 404. */
    Optional<ResponseDefinitionBuilder> missing() {
        return answers.stream()
                .filter(row -> row.status() == 404 && row.means("transient", ".*"))
                .map(Answer::fresh)
                .findFirst();
    }

    /** Returns the first answer by which a record is rejected, with another reason. */
    Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return answers.stream()
                .filter(row -> row.means("rejected", "RECORD") && !row.isBody())
                .findFirst()
                .map(row -> {
                    String body = String.valueOf(row.said.build().getBody());
                    return body.contains(VendorHarness.SAID)
                            ? row.fresh().withBody(body.replace(VendorHarness.SAID, escaped(reason)))
                            : row.error().apply(row.status(), reason).answer();
                });
    }

    private static String escaped(String text) {
        String json = TextNode.valueOf(text).toString();
        return json.substring(1, json.length() - 1);
    }
}
