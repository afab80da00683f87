package io.github.ddnsjava.provider.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract suite around a {@link ZoneFake}, and tables for what is the vendor's own: what each answer means, what many
 * names cost, which settings are refused before anything is sent, and what the fake refuses. The constructor of a test class
 * states this data. It has tests of its own only for what fits no table. The provider must be registered.
 *
 * <p>Each test begins with an empty fake that has the zone {@link #ZONE}. One test runs at a time.
 *
 * @param <F> the fake, which the class starts and stops
 */
public abstract class VendorContract<F extends ZoneFake> extends VendorHarness<F> {
    private static final Pattern TELLING = Pattern.compile("[0-9A-Za-z]{5,}");
    private static final int NAMES = 20;

    /**
     * Starts the fake.
     *
     * @param id the type of the provider, as it is registered
     * @param settings all settings that it needs but for {@code endpoint}
     */
    protected VendorContract(String id, F fake, Map<String, String> settings) {
        super(id, fake, settings);
    }

    /** One test for each row of {@link #answers}. */
    @TestFactory
    public final Stream<DynamicTest> eachAnswerOfTheVendorHasItsMeaning() {
        return tables.answers.stream()
                .map(row -> DynamicTest.dynamicTest(row.row().group(), () -> checkMeaning(row)));
    }

    private void checkMeaning(VendorTables.Answer row) throws InterruptedException {
        beginAnew();
        boolean changes = row.call().equals(tables.writes.get(1)) && !row.call().equals(tables.writes.get(0));
        boolean deletes = row.call().equals(tables.writes.get(2))
                && !tables.writes.subList(0, 2).contains(row.call());
        if (changes || deletes) {
            fake.put(ZONE, "A", written("www"), "192.0.2.9", 300);
        }
        fake.plan(row.call(), row.said());
        fake.plan(row.call(), row.said());

        ChangeResult result = deletes
                ? account.publish(Changes.withdraw("www." + ZONE, RecordType.A).confirmed("192.0.2.9"))
                : change();

        Problem problem = Publishing.problem(result);
        String body = row.said().build().getBody();
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(row.kind()));
        if (!row.isBody()) {
            assertThat(problem.message())
                    .contains(body.contains(SAID) ? SAID : row.row().group(3));
        }
        boolean twice = row.effect().equals("twice");
        if (!row.effect().isEmpty() && !twice) {
            boolean doubt = row.effect().equals("doubt");
            assertThat(result).isInstanceOf(doubt ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
            assertThat(doubt ? "doubt" : problem.scope().name()).isEqualTo(row.effect());
        }
        assertThat(fake.calls()).filteredOn(row.call()::equals).hasSize(twice ? 2 : 1);
    }

    /** The fake accepts no other form than its vendor's. */
    @Test
    public final void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        List<DnsName> names =
                Stream.of(ZONE, "*." + ZONE, "a.b." + ZONE).map(DnsName::of).toList();
        assertThat(account.publish(names.stream()
                        .map(name ->
                                Changes.ensure(name.toString(), "192.0.2.1").build())
                        .toList()))
                .allMatch(result -> did(result, Outcome.CREATED));

        ZoneFake.Members members = fake.members();
        assertThat(fake.records(ZONE))
                .extracting(record -> record.get(members.name()).asText())
                .containsAll(names.stream()
                        .map(name -> members.form().write(name, DnsName.of(ZONE)))
                        .toList());
    }

    /** The suites believe {@link #isWrite}, so that nobody would check a write that it takes for a read. */
    @Test
    public final void theCallsThatWriteAreWrites() throws InterruptedException {
        account.publish(Changes.ensure("www." + ZONE, "192.0.2.1"));
        account.publish(Changes.ensure("www." + ZONE, "192.0.2.2").confirmed("192.0.2.1"));
        account.publish(Changes.withdraw("www." + ZONE, RecordType.A).confirmed("192.0.2.2"));

        assertThat(fake.server().getAllServeEvents())
                .extracting(ServeEvent::getRequest)
                .filteredOn(request -> tables.writes.contains(fake.kind(request)))
                .as("requests of the calls that writes(…) names, each of which isWrite must count")
                .isNotEmpty()
                .allMatch(this::isWrite);
    }

    /** Compares the calls with those that {@link #costs} states: neither more nor fewer. */
    @Test
    @Tag("promise-12")
    public final void manyNamesCostNoMoreThanStated() throws InterruptedException {
        assertThat(account.publish(Publishing.hosts(NAMES, 1, 1))).allMatch(result -> did(result, Outcome.CREATED));
        List<String> found = new ArrayList<>(List.of(counted()));
        assertThat(account.publish(Publishing.hosts(NAMES, 1, 2))).allMatch(result -> did(result, Outcome.UPDATED));
        found.add(counted());
        assertThat(account.publish(Publishing.hosts(NAMES, 2, 2)))
                .hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        found.add(counted());

        assertThat(found).isEqualTo(tables.costs);
        assertOnlyWhatMayBeMissingIsRefused();
    }

    private void assertOnlyWhatMayBeMissingIsRefused() {
        List<String> refusals = fake.refusals();
        assertThat(refusals)
                .filteredOn(one -> tables.mayBeMissing.stream().noneMatch(call -> isMissing(one, call)))
                .as("refused, and not by the status 404 of asksForWhatMayBeMissing(%s)", tables.mayBeMissing)
                .isEmpty();
        assertThat(tables.mayBeMissing)
                .as("calls of asksForWhatMayBeMissing, each of which must get the status 404")
                .allMatch(call -> refusals.stream().anyMatch(one -> isMissing(one, call)));
    }

    private static boolean isMissing(String refusal, String call) {
        return refusal.matches("(?s)" + Pattern.quote(call) + " GET \\S+ 404 .*");
    }

    /** A service that carries out later what it accepts does not say yet what it did. */
    private static boolean did(ChangeResult result, Outcome outcome) {
        return result instanceof ChangeResult.Accepted || Publishing.outcome(result) == outcome;
    }

    private String counted() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        fake.calls().forEach(call -> counts.merge(call, 1, Integer::sum));
        fake.forgetCalls();
        return counts.entrySet().stream()
                .map(one -> one.getKey() + (one.getValue() == 1 ? "" : "*" + one.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Compares the abilities in the description with those of a provider: the manual and the help print the former. */
    @Test
    public final void theDescriptionSaysWhatTheProviderCanDo() {
        assertThat(DnsProviders.load().descriptors())
                .filteredOn(type -> type.id().equals(id))
                .singleElement()
                .satisfies(type -> assertThat(type.abilities())
                        .isEqualTo(provider().abilities().inWords()));
    }

    /** Compares the settings that the test does not name {@link #plain} with those that the description declares secret. */
    @Test
    @Tag("promise-22")
    public final void theDescriptionDeclaresEachSettingSecretThatIsNotPlain() {
        assertThat(declaredSecret())
                .as("settings declared secret; name the others by plain(…) in the constructor of the test")
                .isEqualTo(secretSettings());
    }

    /** One test for each value of {@link #wrong} and {@link #wrongLater}. */
    @TestFactory
    @Tag("promise-23")
    public final Stream<DynamicTest> aSettingInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne() {
        return tables.wrong.stream()
                .map(row -> DynamicTest.dynamicTest(row.setting() + " " + row.value(), () -> {
                    beginAnew();
                    checkWrong(row);
                    assertThat(fake.calls()).isEmpty();
                }));
    }

    private void checkWrong(VendorTables.Wrong row) throws InterruptedException {
        Map<String, String> given = Map.of(row.setting(), row.value());
        List<String> messages = new ArrayList<>();
        if (row.atOnce()) {
            assertThatThrownBy(() -> create(given))
                    .isInstanceOf(ConfigurationException.class)
                    .satisfies(e -> messages.add(String.valueOf(e.getMessage())));
        } else {
            messages.add(Publishing.problem(account(given).publish(Changes.ensure("www." + ZONE, "192.0.2.1")))
                    .message());
        }
        assertThat(messages.get(0)).contains("providers." + id + "." + row.setting(), row.remedy());
        assertThat(telling(row.value())).noneMatch(messages.get(0)::contains);
    }

    /** Returns the parts of a value that are nobody else's words. */
    private static List<String> telling(String value) {
        return TELLING.matcher(value)
                .results()
                .map(MatchResult::group)
                .filter(part -> part.matches(".*[0-9].*"))
                .map(part -> part.substring(0, Math.min(8, part.length())))
                .toList();
    }

    /** One test for each row of {@link #refuses}: what passes on a strict fake means something. */
    @TestFactory
    public final Stream<DynamicTest> theFakeRefusesWhatTheVendorRefuses() {
        return tables.refused.stream().map(row -> DynamicTest.dynamicTest(row.group(), () -> checkFake(row)));
    }

    private void checkFake(MatchResult row) throws Exception {
        List<?> before = recordsAtStart();
        HttpResponse<String> answer = send(row, Optional.empty());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(Integer.parseInt(row.group(4)));
        assertThat(answer.body()).contains(row.group(5));
        if (isRefused(answer)) {
            assertThat(fake.records(ZONE)).isEqualTo(before);
        } else if (!row.group(3).isEmpty()) {
            recordsAtStart();
            assertThat(isRefused(send(row, Optional.of("text/plain"))))
                    .as("refused with a body that is said to be text/plain")
                    .isTrue();
        }
        Map<String, String> rights = authorization(row.group(1), filled(row.group(2)), "");
        if (!rights.isEmpty()) {
            Map<String, String> others = new HashMap<>(rights);
            others.replaceAll((header, value) -> "x");
            assertThat(fake.send(row.group(1), filled(row.group(2)), "", others).statusCode())
                    .isEqualTo(unauthorized().build().getStatus());
        }
    }

    private List<?> recordsAtStart() {
        beginAnew();
        prepare();
        return fake.records(ZONE);
    }

    private HttpResponse<String> send(MatchResult row, Optional<String> type) throws IOException, InterruptedException {
        String method = row.group(1);
        String path = filled(row.group(2));
        VendorTables.Body body = VendorTables.Body.of(filled(row.group(3)));
        Map<String, String> headers = new HashMap<>(authorization(method, path, body.text()));
        headers.put("Content-Type", type.orElse(body.type()));
        fake.forgetRefusals();
        HttpResponse<String> answer = fake.send(method, path, body.text(), headers);
        assertThat(answer.body()).doesNotStartWith(StrictFake.DEFECT);
        return answer;
    }

    /** A vendor's refusal can have the status 200. */
    private boolean isRefused(HttpResponse<String> answer) {
        return answer.statusCode() >= 400 || !fake.refusals().isEmpty();
    }
}
