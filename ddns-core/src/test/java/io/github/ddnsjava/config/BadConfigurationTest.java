package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.json.PackageVersion;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad configuration is refused whole, with every problem, its path and what is allowed, and without a secret. */
@Tag("promise-23")
@ExtendWith(OnThePath.class)
class BadConfigurationTest {
    private static final String RECORD_NAMES =
            "name, types, type, detector, provider, zone, owns, marker, mode, policy, enabled, comment, proxied, tags, ttl";

    private static final String LOOKUPS = "\"system\", \"authoritative\" or {\"servers\": [\"192.0.2.53\"]}";
    private static final String SERVERS = "an address, with a port or without, as in 192.0.2.53 or [2001:db8::53]:5353";
    private static final String NO_URL = "is not a URL that can be called";
    private static final String URLS = "an absolute https URL, or plain HTTP to loopback, without user or fragment";

    @TempDir
    Path directory;

    private List<Entry> problems(String json) {
        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.parse(json, directory));
        assertThat(e).as("refused").isNotNull();
        return e.problems();
    }

    /** The message becomes one line of the log, and a part of an event and of the status. */
    @Test
    void theMessageHasTheFirstProblemsAndTheNumberOfTheOthers() {
        String many = IntStream.range(0, 1000)
                .mapToObj(i -> "\"s" + i + "\": \"${env:DDNS_NO_SUCH}\"")
                .collect(Collectors.joining(", ", ", ", ""));
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> UpdaterConfiguration.parse(with(many, ""), directory));

        assertThat(e.problems()).hasSize(1000);
        assertThat(e.getMessage()).hasSizeLessThan(4000).endsWith("; … and 980 more");
        assertThat(new ConfigurationException(e.problems().subList(0, 20)).getMessage())
                .doesNotContain("more");
    }

    @Test
    void onlyWhatContainsAValueThatCannotBeReadIsNotToldToBeWrongToo() {
        assertThat(problems(with(
                        ", \"schedule\": {\"every\": \"${env:DDNS_NO_SUCH}\", \"everyone\": 1}, \"sched\": 1,"
                                + " \"lookup\": {\"servers\": [\"${env:DDNS_NO_SUCH}\"]}",
                        "")))
                .extracting(Entry::path)
                .containsExactlyInAnyOrder("schedule.every", "schedule.everyone", "sched", "lookup.servers[0]");
    }

    private static String with(String sections, String record) {
        return "{\"detectors\": {\"wan\": {\"type\": \"test-known\"}},"
                + "\"providers\": {\"full\": {\"type\": \"test-full\", \"token\": \"t\"}, \"poor\": {\"type\": \"test-poor\"},"
                + "\"zoneless\": {\"type\": \"test-zoneless\"}},"
                + "\"records\": [{\"name\": \"home.example.com\", \"types\": [\"A\"], \"provider\": \"full\"" + record
                + "}]" + sections + "}";
    }

    private static Arguments top(String sections, String path, String message, String allowed) {
        return Arguments.of(with(sections, ""), path, message, allowed);
    }

    private static Arguments record(String settings, String path, String message, String allowed) {
        return Arguments.of(with("", settings), path, message, allowed);
    }

    static Stream<Arguments> singleProblems() {
        return Stream.of(
                top(
                        ", \"shedule\": {}",
                        "shedule",
                        "there is no such setting; did you mean \"schedule\"?",
                        "detectors, providers, records, notify, schedule, state, policy, retry, detectionTimeout, lookup, deadMan, withdrawOnClose, cluster, secrets, reload, $schema"),
                top(", \"schedule\": []", "schedule", "is a list, not an object", "an object: {…}"),
                top(
                        ", \"schedule\": {\"every\": \"5 m\"}",
                        "schedule.every",
                        "is \"5 m\"",
                        "a duration from 1s to 3650d, as in 5m"),
                top(
                        ", \"schedule\": {\"every\": 300}",
                        "schedule.every",
                        "is a number (300), not a duration",
                        "a duration from 1s to 3650d, as in 5m"),
                top(
                        ", \"schedule\": {\"every\": \"0s\"}",
                        "schedule.every",
                        "is \"0s\"",
                        "a duration from 1s to 3650d, as in 5m"),
                top(", \"schedule\": {\"jitter\": 1.5}", "schedule.jitter", "is 1.5", "a number from 0 to 1"),
                top(", \"schedule\": {\"jitter\": \"0,1\"}", "schedule.jitter", "is \"0,1\"", "a number from 0 to 1"),
                top(", \"schedule\": {\"jitter\": 1e999}", "schedule.jitter", "is Infinity", "a number from 0 to 1"),
                top(
                        ", \"schedule\": {\"probe\": \"0.5s\"}",
                        "schedule.probe",
                        "is \"0.5s\"",
                        "a duration from 1s to 3650d, as in 5m"),
                top(", \"schedule\": {\"adaptive\": \"yes\"}", "schedule.adaptive", "is \"yes\"", "true or false"),
                top(
                        ", \"schedule\": {\"adaptve\": true}",
                        "schedule.adaptve",
                        "there is no such setting; did you mean \"adaptive\"?",
                        "every, jitter, probe, adaptive"),
                top(
                        ", \"schedule\": null",
                        "schedule",
                        "is null",
                        "a value; leave the setting out where none is wanted"),
                top(
                        ", \"schedule\": {\"every\": \"5m\", \"every\": \"6m\"}",
                        "schedule.every",
                        "is configured twice, again at line 1, column 282",
                        "each name once"),
                top(", \"state\": {\"path\": \"x\"}", "state.path", "there is no such setting", "file, type"),
                top(", \"state\": {\"file\": true}", "state.file", "is a flag (true), not a text", "a text; quote it"),
                top(
                        ", \"detectionTimeout\": \"1h\"",
                        "detectionTimeout",
                        "is \"1h\"",
                        "a duration from 100ms to 5m, as in 5m"),
                top(
                        ", \"retry\": {\"firstDelay\": \"2m\", \"maxDelay\": \"1m\"}",
                        "retry.maxDelay",
                        "is \"1m\"",
                        "at least firstDelay, which is 2m"),
                top(
                        ", \"policy\": {\"confirm\": \"twice\"}",
                        "policy.confirm",
                        "is \"twice\"",
                        "\"second-reading\", \"none\" or {\"readings\": 3, \"window\": \"10m\"}"),
                top(
                        ", \"policy\": {\"confirm\": {\"window\": \"1m\"}}",
                        "policy.confirm.readings",
                        "is missing",
                        "a whole number from 1 to 10"),
                top(
                        ", \"policy\": {\"confirm\": {\"readings\": 2.5}}",
                        "policy.confirm.readings",
                        "is 2.5",
                        "a whole number from 1 to 10"),
                top(
                        ", \"policy\": {\"lostFamily\": \"withdraw\"}",
                        "policy.lostFamily",
                        "is \"withdraw\"",
                        "\"keep\" or {\"withdrawAfter\": \"1h\"}"),
                top(
                        ", \"policy\": {\"verifyEvry\": \"1d\"}",
                        "policy.verifyEvry",
                        "there is no such setting; did you mean \"verifyEvery\"?",
                        "verifyEvery, compareWithDns, refreshEvery, minInterval, flapGuard, confirm, lostFamily"),
                top(
                        ", \"policy\": {\"compareWithDns\": true}",
                        "policy.compareWithDns",
                        "is a flag (true), not a duration",
                        "a duration from 1s to 3650d, as in 5m"),
                top(
                        ", \"policy\": {\"flapGuard\": {\"within\": \"1h\"}}",
                        "policy.flapGuard.changes",
                        "is missing",
                        "a whole number from 1 to 24"),
                top(
                        ", \"policy\": {\"flapGuard\": {\"changes\": 61}}",
                        "policy.flapGuard.changes",
                        "is 61",
                        "a whole number from 1 to 24"),
                top(
                        ", \"policy\": {\"flapGuard\": {\"changes\": 5, \"within\": \"0s\"}}",
                        "policy.flapGuard.within",
                        "is \"0s\"",
                        "a duration from 1s to 3650d, as in 5m"),
                top(
                        ", \"policy\": {\"flapGuard\": 5}",
                        "policy.flapGuard",
                        "is a number (5), not an object",
                        "an object: {…}"),
                top(", \"lookup\": \"public\"", "lookup", "is \"public\"", LOOKUPS),
                top(", \"lookup\": [\"192.0.2.53\"]", "lookup", "is [192.0.2.53]", LOOKUPS),
                top(", \"lookup\": {}", "lookup.servers", "names no server", SERVERS),
                top(
                        ", \"lookup\": {\"servers\": \"192.0.2.53:1\"}",
                        "lookup",
                        "the factory io.github.ddnsjava.config.OnThePath$Lookups made nothing for it; this is a defect of"
                                + " that factory",
                        "\"system\""),
                top(
                        ", \"lookup\": {\"servers\": [\"192.0.2.53\", \"ns.example\"]}",
                        "lookup.servers",
                        "is \"ns.example\"",
                        SERVERS),
                top(
                        ", \"lookup\": {\"servers\": \"192.0.2.53:65536\"}",
                        "lookup.servers",
                        "is \"192.0.2.53:65536\"",
                        SERVERS),
                top(", \"deadMan\": {}", "deadMan.url", "is missing", "\"${env:NAME}\", or a URL"),
                top(", \"deadMan\": {\"url\": \"http://hc.example/s3cret\"}", "deadMan.url", NO_URL, URLS),
                top(", \"deadMan\": {\"url\": \"s3cret\"}", "deadMan.url", NO_URL, URLS),
                top(
                        ", \"deadMan\": {\"uri\": \"s3cret\", \"url\": \"https://hc.example/s3cret\"}",
                        "deadMan.uri",
                        "there is no such setting; did you mean \"url\"?",
                        "url"),
                top(
                        ", \"withdrawOnClose\": true",
                        "withdrawOnClose",
                        "is a flag (true), not a duration",
                        "a duration from 100ms to 5m, as in 5m"),
                Arguments.of(
                        with(", \"withdrawOnClose\": \"5s\"", "")
                                .replace("\"provider\": \"full\"", "\"provider\": \"poor\""),
                        "withdrawOnClose",
                        "provider \"poor\" cannot withdraw values",
                        "providers that can"),
                Arguments.of(
                        with(", \"withdrawOnClose\": \"5s\"", ", \"mode\": \"update-only\""),
                        "withdrawOnClose",
                        "home.example.com A at full could not be created again in mode update-only",
                        "another mode"),
                record(
                        ", \"mode\": \"update\"",
                        "records[0].mode",
                        "is \"update\"",
                        "\"upsert\", \"update-only\" or \"create-only\""),
                record(
                        ", \"mode\": \"update-only\", \"policy\": {\"lostFamily\": {\"withdrawAfter\": \"1h\"}}",
                        "records[0].policy.lostFamily",
                        "a withdrawn record is not created again in mode update-only",
                        "\"keep\""),
                record(
                        ", \"tll\": \"5m\"",
                        "records[0].tll",
                        "there is no such setting; did you mean \"ttl\"?",
                        RECORD_NAMES),
                record(", \"ttl\": \"5s\"", "records[0].ttl", "is 5s", "1s, 1m..1d"),
                record(", \"ttl\": 300", "records[0].ttl", "is a number (300), not a duration", "1s, 1m..1d"),
                record(", \"ttl\": \"60500ms\"", "records[0].ttl", "is 60500ms", "whole seconds"),
                record(", \"ttl\": {\"initial\": \"2d\"}", "records[0].ttl.initial", "is 2d", "1s, 1m..1d"),
                record(", \"ttl\": {}", "records[0].ttl.initial", "is missing", "1s, 1m..1d"),
                record(
                        ", \"ttl\": {\"initial\": \"5m\", \"ensure\": 1}",
                        "records[0].ttl.ensure",
                        "there is no such setting",
                        "initial"),
                record(", \"proxied\": \"yes\"", "records[0].proxied", "is \"yes\"", "true or false"),
                record(", \"tags\": [1]", "records[0].tags", "is [1]", "a list of texts"),
                record(", \"owns\": \"all\"", "records[0].owns", "is \"all\"", "\"values\" or \"set\""),
                record(", \"marker\": \" \"", "records[0].marker", "is blank", "a text"),
                record(
                        ", \"marker\": \"of\\nthe router\"",
                        "records[0].marker",
                        "is longer than 100 characters or has control characters",
                        "one line of up to 100 characters"),
                record(
                        ", \"marker\": \"" + "x".repeat(101) + "\"",
                        "records[0].marker",
                        "is longer than 100 characters or has control characters",
                        "one line of up to 100 characters"),
                record(
                        ", \"marker\": \"x\u00a0\"",
                        "records[0].marker",
                        "ends with U+00A0 NO-BREAK SPACE; remove that character",
                        "a text without it"),
                record(
                        ", \"marker\": \"x\", \"owns\": \"set\"",
                        "records[0].marker",
                        "says that only marked values are ours, and \"owns\": \"set\" that all are",
                        "one of the two"),
                record(
                        ", \"zone\": \"example.org\"",
                        "records[0].zone",
                        "home.example.com is not within example.org",
                        "the name itself, or one that it ends with"),
                record(", \"type\": \"A\"", "records[0].type", "is set together with \"types\"", "one of the two"),
                record(
                        ", \"detector\": \"wam\"",
                        "records[0].detector",
                        "no detector is called \"wam\"; did you mean \"wan\"?",
                        "wan"),
                record(", \"detector\": 5", "records[0].detector", "is a number (5), not a text", "a text; quote it"),
                record(
                        ", \"policy\": {\"minInterval\": \"-1m\"}",
                        "records[0].policy.minInterval",
                        "is \"-1m\"",
                        "a duration from 1s to 3650d, as in 5m"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("singleProblems")
    void aProblemIsToldWithItsPathItsValueAndWhatIsAllowed(String json, String path, String message, String allowed) {
        assertThat(problems(json)).containsExactly(new Entry(path, message, allowed));
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("{\"types\": [\"A\"], \"provider\": \"full\"}", "records[0].name", "is missing"),
                Arguments.of(
                        "{\"name\": \"home\", \"type\": \"A\", \"provider\": \"full\"}",
                        "records[0].name",
                        "not a host name: \"home\": a full name with at least two labels is needed, as in host.example.com"),
                Arguments.of("{\"name\": \"a.example\", \"provider\": \"full\"}", "records[0].types", "is missing"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"types\": [], \"provider\": \"full\"}",
                        "records[0].types",
                        "is empty"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"types\": [\"CNAME\"], \"provider\": \"full\"}",
                        "records[0].types",
                        "is \"CNAME\""),
                Arguments.of(
                        "{\"name\": \"a.example\", \"types\": [\"A\", \"A\"], \"provider\": \"full\"}",
                        "records[0]",
                        "a.example A at full is configured twice, first by records[0]"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\"}",
                        "records[0].provider",
                        "is missing, and several are configured"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"acme\"}",
                        "records[0].provider",
                        "no provider is called \"acme\""),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"AAAA\", \"provider\": \"poor\"}",
                        "records[0].types",
                        "provider \"poor\" does not publish AAAA"),
                Arguments.of(
                        "{\"name\": \"*.a.example\", \"type\": \"A\", \"provider\": \"poor\"}",
                        "records[0].name",
                        "provider \"poor\" does not support wildcards: *.a.example"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"zoneless\"}",
                        "records[0].zone",
                        "is missing; provider \"zoneless\" cannot find out in which zone a.example is"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"poor\", \"marker\": \"x\"}",
                        "records[0].marker",
                        "provider \"poor\" cannot mark values"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"poor\", \"mode\": "
                                + "\"create-only\"}",
                        "records[0].mode",
                        "provider \"poor\" cannot be read, and mode create-only needs to know what is there"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"poor\", \"policy\": "
                                + "{\"lostFamily\": {\"withdrawAfter\": \"1h\"}}}",
                        "records[0].policy.lostFamily",
                        "provider \"poor\" cannot withdraw values"),
                Arguments.of(
                        "{\"name\": \"a.example\", \"type\": \"A\", \"provider\": \"poor\", \"ttl\": \"5m\"}",
                        "records[0].ttl",
                        "there is no such setting"),
                Arguments.of("\"home.example.com\"", "records[0]", "is a text (\"home.example.com\"), not an object"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("records")
    void aRecordThatDoesNotFitIsRefused(String record, String path, String message) {
        String json = with("", "").replaceFirst("\"records\": \\[.*]", "\"records\": [" + record + "]");

        assertThat(problems(json)).extracting(Entry::path, Entry::message).containsExactly(tuple(path, message));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        List<Entry> problems = problems("""
                {
                  "detektors": {},
                  "detectors": { "wan": {"type": "test-known", "ipv4": "300.1.1.1"},
                                 "any": {"type": "test-any", "detectors": ["lan", "wan"]},
                                 "who": {"type": "who-knows"},
                                 "none": {} },
                  "providers": { "one": {"type": "test-full", "tokn": "x"},
                                 "two": {"type": "test-full", "token": "${env:NO_SUCH_VARIABLE}", "port": 0},
                                 "three": {"type": "test-broken"},
                                 "four": 4 },
                  "records": [
                    {"name": "a.example", "types": ["A"], "detector": "wan", "provider": "one", "ttl": "5m"},
                    {"name": "A.example.", "types": ["A"], "detector": "wan", "provider": "one"},
                    {"name": "b..example", "types": ["MX"], "detector": "wam", "provider": "five"},
                    {"name": "c..example", "types": ["A"], "detector": "wan", "provider": "one", "tttl": "5m"} ],
                  "schedule": {"every": "often"},
                  "state": {"file": "no-such-directory/ddns-state"}
                }
                """);

        assertThat(problems)
                .extracting(Entry::path)
                .containsExactlyInAnyOrder(
                        "detektors",
                        "detectors.none.type",
                        "detectors.any",
                        "detectors.wan.ipv4",
                        "detectors.who.type",
                        "providers.four",
                        "providers.one.tokn",
                        "providers.one.token",
                        "providers.two.token",
                        "providers.three",
                        "schedule.every",
                        "records[1]",
                        "records[2].name",
                        "records[2].types",
                        "records[2].detector",
                        "records[2].provider",
                        "records[3].name",
                        "state.file");
        assertThat(problems)
                .contains(
                        new Entry(
                                "detectors.who.type",
                                "no detector is called \"who-knows\"; check the spelling, and that its jar is on the path or in"
                                        + " the agent's folder plugins",
                                allowed(problems, "detectors.none.type")),
                        new Entry(
                                "providers.one.tokn",
                                "provider test-full has no such setting; did you mean \"token\"?",
                                "token, endpoint, port, options"),
                        new Entry(
                                "providers.two.token",
                                "the environment variable NO_SUCH_VARIABLE is not set; set it, or name another",
                                ""),
                        new Entry(
                                "records[1]",
                                "a.example A at one is configured twice, first by records[0]",
                                "each name, type and provider once"));
    }

    private static String allowed(List<Entry> problems, String path) {
        return problems.stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow()
                .allowed();
    }

    @Test
    void theNecessarySectionsAreMissed() {
        assertThat(problems("{}"))
                .extracting(Entry::path, Entry::message)
                .containsExactly(
                        tuple("detectors", "is missing"),
                        tuple("providers", "is missing"),
                        tuple("records", "is missing"));
        assertThat(problems("{\"detectors\": {}, \"providers\": {}, \"records\": []}"))
                .extracting(Entry::message)
                .containsExactly("is empty", "is empty", "is empty");
        assertThat(problems("{\"detectors\": [], \"providers\": 1, \"records\": {}}"))
                .extracting(Entry::path)
                .containsExactly("detectors", "providers", "records");
    }

    static Stream<Arguments> noJson() {
        return Stream.of(
                Arguments.of("", "the configuration is empty"),
                Arguments.of("// nothing\n", "the configuration is empty"),
                Arguments.of("[]", "the configuration is not an object"),
                Arguments.of("{} {}", "the configuration continues after its end at line 1, column 4"),
                Arguments.of(
                        "{\n  \"a\" 1}",
                        "the configuration is not valid JSON at line 2, column 7: Unexpected character ('1' (code 49)): "
                                + "was expecting a colon to separate field name and value"),
                Arguments.of(
                        "{\n \"a\":", "the configuration is not valid JSON at line 2, column 6: it ends too early"),
                Arguments.of(
                        "{'a': 1}",
                        "the configuration is not valid JSON at line 1, column 2: Unexpected character (''' (code 39)): "
                                + "was expecting double-quote to start field name"),
                Arguments.of(
                        "{\"a\": NaN}",
                        "the configuration is not valid JSON at line 1, column 10: expected a text in double quotes, "
                                + "a number, true, false, an object or a list"),
                Arguments.of(
                        "{\"a\": opensesame}",
                        "the configuration is not valid JSON at line 1, column 7: expected a text in double "
                                + "quotes, a number, true, false, an object or a list"),
                Arguments.of(
                        "{\"a\": [,]}",
                        "the configuration is not valid JSON at line 1, column 8: Unexpected character (',' (code 44)): "
                                + "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                Arguments.of(
                        "{\"a\": " + "[".repeat(100) + "]".repeat(100) + "}",
                        "the configuration is not valid JSON at line 1, column 71: it is nested deeper than 64, or has a number of more than 100 characters"),
                Arguments.of(
                        "{\"a\": {\"" + "x".repeat(1001) + "\": 1}}",
                        "the configuration has a name of more than 1000 characters at line 1, column 8"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"C:\\path", "C:\\users\\me", "\\\\server\\share", "..\\state"})
    void aBackslashThatIsNoEscapeIsNamedWithTheRemedy(String path) {
        assertThat(problems(with(", \"state\": {\"file\": \"" + path + "\"}", "")))
                .singleElement()
                .extracting(Entry::message)
                .asString()
                .startsWith("the configuration is not valid JSON at line 1, column ")
                .endsWith(
                        ": a backslash in a text, which is no escape that JSON knows; write each backslash of a Windows"
                                + " path twice, as in \"C:\\\\ddns\\\\state\", or \"C:/ddns/state\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"C:\\temp", "C:\\new\\files", "C:/data\\backup", "${file:C:\\token}"})
    void aBackslashThatJsonTakesForAnEscapeIsNamedToo(String path) {
        assertThat(problems(with(", \"state\": {\"file\": \"" + path + "\"}", "")))
                .extracting(Entry::path, Entry::message)
                .containsExactly(
                        tuple("state.file", "is a Windows path with a backslash that was taken for an escape"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("noJson")
    void whatIsNotJsonIsToldWithLineAndColumn(String json, String message) {
        // Before 2.17, Jackson told the column behind the mistake.
        boolean columns = PackageVersion.VERSION.getMinorVersion() >= 17;
        UnaryOperator<String> exact = text -> columns ? text : text.replaceAll("column \\d+", "column N");
        assertThat(problems(json))
                .extracting(Entry::path, each -> exact.apply(each.message()))
                .containsExactly(tuple("", exact.apply(message)));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of(
                        "${vault:x}",
                        "refers to \"vault\", and no secret source is called that; check the spelling, and that its jar is"
                                + " on the path or in the agent's folder plugins"),
                Arguments.of("Bearer ${env:PATH}", "contains ${…} that cannot be replaced"),
                Arguments.of("${env:}", "contains ${…} that cannot be replaced"),
                Arguments.of(
                        "${file:\\u0000}", "names no file: it has a control character, or one that no name can have"),
                Arguments.of(
                        "${env:NO_SUCH_VARIABLE}",
                        "the environment variable NO_SUCH_VARIABLE is not set; set it, or name another"),
                Arguments.of("${file:empty}", "the secret's file DIRECTORY/empty is empty"),
                Arguments.of(
                        "${file:missing}",
                        "the secret's file DIRECTORY/missing cannot be used: there is no such file"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("references")
    void aReferenceThatCannotBeReplacedIsToldWhenTheConfigurationIsRead(String reference, String message)
            throws Exception {
        Files.createFile(directory.resolve("empty"));

        assertThat(problems(with("", "").replace("\"token\": \"t\"", "\"token\": \"" + reference + "\"")))
                .extracting(Entry::path, Entry::message)
                .containsExactly(tuple("providers.full.token", message.replace("DIRECTORY", directory.toString())));
    }

    static Stream<String> placesForASecret() {
        return Stream.of(
                with("", "").replace("\"token\": \"t\"", "\"token\": \"SECRET\", \"port\": \"x\""),
                with("", "").replace("\"token\": \"t\"", "\"token\": \"SECRET\", \"endpoint\": \"http://SECRET\""),
                with("", "").replace("\"token\": \"t\"", "\"tokn\": \"SECRET\""),
                with("", "").replace("\"token\": \"t\"", "\"token\": [\"SECRET\"]"),
                with("", "").replace("\"token\": \"t\"", "\"token\": SECRET"),
                with("", "").replace("\"token\": \"t\"", "\"token\": \"x${env:SECRET}\""),
                with("", "").replace("\"token\": \"t\"", "\"token\": \"t\", \"endpoint\": \"${file:secret}\""),
                with("", "").replace("\"test-full\"", "\"${file:secret}\""),
                with("", ", \"ttl\": \"${file:secret}\""),
                with("", ", \"zone\": \"${file:secret}\""),
                with("", ", \"detector\": \"${file:secret}\""),
                with(", \"schedule\": {\"every\": \"${file:secret}\"}", ""),
                with(", \"policy\": \"${file:secret}\"", ""));
    }

    @ParameterizedTest
    @MethodSource("placesForASecret")
    @Tag("promise-22")
    void noMessageShowsASecret(String json) throws Exception {
        for (String secret : List.of("open-sesame-4711", "long-".repeat(30))) {
            Files.writeString(directory.resolve("secret"), secret);
            ConfigurationException e = catchThrowableOfType(
                    ConfigurationException.class,
                    () -> UpdaterConfiguration.parse(json.replace("SECRET", secret), directory));

            assertThat(e).as("refused").isNotNull();
            assertThat(e.getMessage() + e.problems() + e).doesNotContain(secret.substring(0, 12));
        }
    }

    @Test
    void aRecordIsToldOnceHoweverManyTypesItHas() {
        assertThat(problems(with("", ", \"ttl\": \"5s\"").replace("[\"A\"]", "[\"A\", \"AAAA\"]")))
                .hasSize(1);
    }

    @Test
    void whatFollowsFromABrokenProviderIsNotToldAgain() {
        String json = with("", ", \"ttl\": \"5m\", \"whatever\": 1")
                .replace("\"token\": \"t\"", "\"token\": \"t\", \"port\": 0");

        assertThat(problems(json)).extracting(Entry::path).containsExactly("providers.full.port");
    }
}
