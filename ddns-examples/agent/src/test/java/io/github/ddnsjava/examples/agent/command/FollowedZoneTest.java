package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running agent keeps 1,000 records at a BIND and follows every kind of edit of its file. What it touches is read in
 * BIND's own log, which has a line for each update and each query.
 */
@Tag("servers")
@Tag("thorough")
class FollowedZoneTest {
    private static final int RECORDS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ADDED = Pattern.compile("adding an RR at '(r\\d+)\\.example\\.com' A ");
    private static final Pattern CONFIRMED = Pattern.compile("(r\\d+)\\.example\\.com A at bind was ");
    private static final Pattern WRITTEN = Pattern.compile("updating zone .* at '(r\\d+)\\.example\\.com' ");
    private static final Pattern ASKED = Pattern.compile("query: (r\\d+)\\.example\\.com ");

    @TempDir
    Path directory;

    private OwnBind bind;
    /** How much of BIND's log earlier steps have read. */
    private int seen;
    /** How much of the agent's log they have read. */
    private int agentSeen;

    private String key = "agent";
    private String every = "1h";
    private String more = "";
    private String ttlOfR10 = "";

    @BeforeEach
    void start() throws Exception {
        bind = OwnBind.start();
    }

    @AfterEach
    void stop() {
        bind.close();
    }

    /** Saves a file as an editor does: by another file. */
    private void save(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Saves the configuration with these records. */
    private void save(int from, int to) throws IOException {
        String records = IntStream.range(from, to)
                .mapToObj(i -> "{\"name\": \"r%d.example.com\", \"types\": \"A\", \"zone\": \"example.com\"%s}"
                        .formatted(i, i == 10 ? ttlOfR10 : ""))
                .collect(Collectors.joining(",\n"));
        save("ddns.json", """
                {"detectors": {"wan": {"type": "file", "path": "address", "watch": false, "allow": "203.0.113.0/24"}},
                 "providers": {"bind": %s},
                 "records": [%s],
                 "schedule": {"every": "%s", "jitter": 0, "probe": "1h"},
                 "policy": {"confirm": "none"},
                 "state": {"file": "ddns-state"}}
                """.formatted(bind.provider(key, "${file:key}", more), records, every));
    }

    private String log() throws IOException {
        return bind.log().substring(seen);
    }

    private String agentLog() throws IOException {
        return Files.readString(directory.resolve("log")).substring(agentSeen);
    }

    private static Set<String> names(Pattern line, String log) {
        return line.matcher(log).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until BIND has these names and the agent knows it. No others were asked for, and no others were written. */
    private void awaitOnly(String... names) throws Exception {
        Set<String> wanted = awaitAdded(names);
        assertThat(others(ASKED, wanted)).as("what BIND was asked for").isEmpty();
        assertThat(others(WRITTEN, wanted)).as("what was written").isEmpty();
        next();
    }

    /** Waits for the same. Others may be asked for, and no others were written. */
    private void awaitOnlyWritten(String... names) throws Exception {
        Set<String> wanted = awaitAdded(names);
        assertThat(others(WRITTEN, wanted)).as("what was written").isEmpty();
        next();
    }

    private Set<String> awaitAdded(String... names) throws Exception {
        Set<String> wanted = Set.of(names);
        await(() -> names(ADDED, log()).containsAll(wanted)
                && names(CONFIRMED, agentLog()).containsAll(wanted));
        return wanted;
    }

    private Set<String> others(Pattern line, Set<String> wanted) throws IOException {
        Set<String> others = names(line, log());
        others.removeAll(wanted);
        return others;
    }

    /** The next step reads what is logged from now on. */
    private void next() throws IOException {
        seen += log().length();
        agentSeen += agentLog().length();
    }

    private void awaitAgent(String line) throws Exception {
        await(() -> agentLog().contains(line));
    }

    private void await(Callable<Boolean> question) throws Exception {
        try {
            bind.await(question, LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError("the agent says:\n" + agentLog(), e);
        }
    }

    private static String[] range(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "r" + i).toArray(String[]::new);
    }

    @Test
    @Timeout(900)
    @Tag("promise-23")
    void onlyWhatAnEditOfTheFileChangesIsTouchedAtTheServer() throws Exception {
        Files.writeString(directory.resolve("key"), OwnBind.SECRET);
        Files.writeString(directory.resolve("address"), "203.0.113.7");
        save(0, RECORDS);
        String config = directory.resolve("ddns.json").toString();
        try (AgentProcess agent =
                AgentProcess.startLogged(Duration.ofMinutes(14), directory, "run", "--config", config)) {
            awaitOnly(range(0, RECORDS));

            // Records are added, and one is removed.
            save(1, RECORDS + 5);
            awaitOnly(range(RECORDS, RECORDS + 5));

            // A record is changed.
            ttlOfR10 = ", \"ttl\": \"2m\"";
            save(1, RECORDS + 5);
            awaitOnly("r10");

            // The provider is changed.
            more = ", \"timeout\": \"7s\"";
            save(1, RECORDS + 5);
            awaitAgent("providers: 1 changed (bind)");
            save(1, RECORDS + 6);
            awaitOnly("r1005");

            // The provider has another key, which can be another account: each record is read once, and none is
            // written.
            key = "second";
            save(1, RECORDS + 6);
            await(() -> names(ASKED, log()).containsAll(Set.of(range(1, RECORDS + 6))));
            save(1, RECORDS + 7);
            await(() -> log().contains("/key second: updating zone"));
            assertThat(log()).doesNotContain("/key agent: updating zone");
            awaitOnlyWritten("r1006");

            // The secret is changed to a wrong one, which BIND refuses, and back: what was in trouble is read once.
            save("key", "d3Jvbmc=");
            save(1, RECORDS + 8);
            await(() -> log().contains("tsig verify failure (BADSIG)"));
            assertThat(names(WRITTEN, log())).isEmpty();
            save("key", OwnBind.SECRET);
            awaitOnlyWritten("r1007");

            // The schedule is changed: another address is found soon, for all records that are left in the file.
            every = "1s";
            save(1, RECORDS + 8);
            awaitAgent("schedule changed");
            save("address", "203.0.113.8");
            awaitOnly(range(1, RECORDS + 8));
            agent.terminate();
        }
    }
}
