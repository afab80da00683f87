package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.config.OnThePath;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.LiveThreads;
import io.github.ddnsjava.internal.follow.LastGood;
import io.github.ddnsjava.internal.text.Defect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** An updater that follows the file of its configuration, in virtual time: nothing tells of changes, so polls see them. */
@ExtendWith(OnThePath.class)
@Isolated("reads the whole log")
class FollowTest {
    private static final Duration POLL = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final World world = new World();
    private Path file = Path.of("");
    private Updater updater = world.home();

    @AfterEach
    void close() {
        updater.close();
    }

    private static String json(String more, String... names) {
        StringBuilder records = new StringBuilder();
        for (String name : names) {
            records.append(records.isEmpty() ? "" : ", ")
                    .append("{\"name\": \"")
                    .append(name)
                    .append(".example.com\", \"types\": \"A\"}");
        }
        return "{\"detectors\": {\"wan\": {\"type\": \"test-known\"}}, \"providers\": {\"cf\": {\"type\": \"test-full\","
                + " \"token\": \"${file:token}\"}}, \"records\": [" + records + "]" + more + "}";
    }

    private static String withState(String... names) {
        return json(", \"state\": {\"file\": \"state/ddns-state\"}", names);
    }

    private UpdaterBuilder setUp(UpdaterConfiguration configuration) {
        return configuration.toBuilder()
                .environment(world.environment())
                .state(world.store)
                .listener(world.events::add);
    }

    private void follow(String text) throws IOException {
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("token"), "s3cret-1");
        file = Files.writeString(directory.resolve("ddns.json"), text);
        follow(UpdaterConfiguration.load(file));
    }

    private void follow(UpdaterConfiguration configuration) {
        updater.close();
        updater = setUp(configuration).build();
        updater.follow(configuration, this::setUp);
        world.time.settle();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void poll() {
        world.time.run(POLL);
    }

    private List<String> names() {
        return updater.status().records().stream()
                .map(RecordReport::key)
                .map(key -> key.name().labels().get(0))
                .toList();
    }

    private List<String> troubles() {
        return world.events(UpdateEvent.ConfigurationTroubled.class).stream()
                .map(event -> event.problem().message())
                .toList();
    }

    private List<Vital> bad() {
        return updater.status().health().vitals().stream()
                .filter(vital -> vital.part() == Part.CONFIGURATION)
                .toList();
    }

    private int reconfigurations() {
        return world.events(UpdateEvent.Reconfigured.class).size();
    }

    @Test
    @Tag("promise-23")
    void anEditIsUsedWithinThePollAndNothingIsDoneWithoutOne() throws IOException {
        follow(json("", "a", "b"));
        poll();
        poll();
        assertThat(reconfigurations()).isZero();

        write(json("", "b", "c"));
        poll();

        assertThat(names()).containsExactly("b", "c");
        assertThat(world.events(UpdateEvent.Reconfigured.class).get(0).report())
                .hasToString(
                        "records: 1 added (c.example.com A at cf), 1 removed (a.example.com A at cf), 1 untouched");
        poll();
        assertThat(reconfigurations()).isEqualTo(1);
    }

    @Test
    void theFileSaysHowOftenItIsRead() throws IOException {
        follow(json(", \"reload\": {\"poll\": \"1h\"}", "a"));
        write(json(", \"reload\": {\"poll\": \"1s\"}", "b"));
        world.time.run(Duration.ofMinutes(59));
        assertThat(names()).containsExactly("a");
        world.time.run(Duration.ofMinutes(1));
        assertThat(names()).containsExactly("b");
        write(json("", "c"));
        world.time.run(Duration.ofSeconds(1));
        assertThat(names()).containsExactly("c");
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftUntilItStaysTheSame() throws IOException {
        follow(json("", "a"));
        Duration moment = Follower.SETTLES;
        write(json("", "b"));
        world.time.run(POLL.minus(moment));
        for (int i = 0; i < 5; i++) {
            write(json("", "b", "c" + i));
            world.time.run(moment);
            assertThat(names()).containsExactly("a");
        }
        world.time.run(moment);
        assertThat(names()).containsExactly("b", "c4");
        assertThat(troubles()).isEmpty();
    }

    @Test
    void theFileOfASecretIsFollowedToo() throws IOException {
        follow(json("", "a"));
        Files.writeString(directory.resolve("token"), "s3cret-2");
        poll();
        assertThat(world.events(UpdateEvent.Reconfigured.class).get(0).report())
                .hasToString(
                        "records: 1 changed (a.example.com A at cf), 0 untouched; providers: 1 changed (cf), 0 untouched");
    }

    @Test
    @Tag("promise-23")
    void aBadFileIsToldOnceAndTheUpdaterStaysAsItIs() throws IOException {
        follow(json("", "a"));
        write(json(", \"polcy\": {}", "b"));
        poll();
        poll();
        poll();

        assertThat(names()).containsExactly("a");
        assertThat(troubles())
                .singleElement()
                .asString()
                .contains(file.toString(), "polcy", "policy", "keeps the previous", "when it changes");
        assertThat(world.events(UpdateEvent.Trouble.class))
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.subject()).isEqualTo("configuration"));
        assertThat(bad()).singleElement().satisfies(vital -> {
            assertThat(vital.message()).contains("polcy");
            assertThat(vital.since()).isPresent();
        });

        write("{\"records\": [");
        poll();
        assertThat(troubles()).hasSize(2);
        assertThat(reconfigurations()).isZero();

        write(json("", "b"));
        poll();
        assertThat(names()).containsExactly("b");
        assertThat(world.events(UpdateEvent.ConfigurationRecovered.class)).hasSize(1);
        assertThat(bad()).isEmpty();
    }

    @Test
    void whatWasWrongCanLieInAnotherFile() throws IOException {
        follow(json("", "a"));
        write(json("", "b").replace("${file:token}", "${file:other}"));
        poll();
        assertThat(troubles()).singleElement().asString().contains("there is no such file");
        Files.writeString(directory.resolve("other"), "s3cret-2");
        poll();
        assertThat(names()).containsExactly("b");
        assertThat(bad()).isEmpty();
    }

    @Test
    void aFileThatIsGoneOrNoFileIsToldAndAwaited() throws IOException {
        follow(json("", "a"));
        Files.delete(file);
        poll();
        assertThat(troubles()).singleElement().asString().contains("there is no configuration");
        Files.createDirectory(file);
        poll();
        assertThat(troubles()).hasSize(2).last().asString().contains("directory");
        Files.delete(file);
        write(json("", "b"));
        poll();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void whatASourceRefusesIsTriedAtEachPollBecauseNoFileTellsWhenThatIsMended() throws IOException {
        follow(json("", "a"));
        write(json(", \"secrets\": {\"test-shop\": {\"word\": \"x\"}}", "b")
                .replace("${file:token}", "${test-shop:sold-out}"));
        poll();
        assertThat(troubles()).singleElement().asString().contains("has none", "at each reload.poll");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatBecomesAPipeIsToldAndAwaited() throws Exception {
        follow(json("", "a"));
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        poll();
        updater.reload();
        poll();
        assertThat(troubles()).singleElement().asString().contains("it is a named pipe");
        assertThat(LiveThreads.thatStay("ddnsjava-file-read"))
                .as("threads that wait for somebody who writes into the pipe")
                .isEmpty();
        Files.delete(file);
        write(json("", "b"));
        poll();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void whatIsOnlyDownIsTriedAtEachPollAndToldOnce() throws IOException {
        follow(json("", "a"));
        int[] down = {0};
        UpdaterConfiguration present = UpdaterConfiguration.load(file);
        updater.follow(present, configuration -> {
            if (down[0]++ < 3) {
                throw TransientException.notSent("the vault is down for the time no. " + down[0], null);
            }
            return setUp(configuration);
        });
        world.time.settle();
        write(json("", "b"));
        world.time.run(POLL.multipliedBy(3));
        assertThat(down[0]).isEqualTo(3);
        assertThat(troubles()).singleElement().asString().contains("the vault is down");
        assertThat(world.events(UpdateEvent.ConfigurationTroubled.class)
                        .get(0)
                        .problem()
                        .kind())
                .isEqualTo(ProblemKind.TRANSIENT);
        poll();
        assertThat(names()).containsExactly("b");
        assertThat(world.events(UpdateEvent.ConfigurationRecovered.class)).hasSize(1);
    }

    @Test
    void aFunctionOfTheApplicationThatFailsChangesNothing() throws IOException {
        follow(json("", "a"));
        updater.follow(UpdaterConfiguration.load(file), configuration -> {
            throw new IllegalStateException("the header is not allowed: Bearer s3cret-1");
        });
        write(json("", "b"));
        try (LogLines log = LogLines.record()) {
            poll();
            assertThat(log.lines())
                    .extracting(LogLines.Line::text)
                    .noneMatch(line -> line.contains("s3cret"))
                    .contains("the configuration " + file + " could not be used");
        }
        assertThat(names()).containsExactly("a");
        assertThat(troubles())
                .singleElement()
                .asString()
                .contains("IllegalStateException", "DEBUG")
                .doesNotContain("s3cret");
        assertThat(updater.status().toString()).doesNotContain("s3cret");
    }

    @Test
    void theStackTraceOfAFailureHasNoMessages() {
        IllegalStateException failure = new IllegalStateException("s3cret", new IOException("s3cret"));
        failure.getCause().initCause(failure); // a circle
        StringWriter trace = new StringWriter();
        Defect.trace(failure).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("IllegalStateException", "IOException", "FollowTest.theStackTraceOfAFailureHasNoMessages")
                .doesNotContain("s3cret");
    }

    /** A part of a set-up, which holds a socket, say. */
    private static final class Held implements IpDetector, AutoCloseable {
        int closed;

        @Override
        public Detection detect(IpFamily family, DetectionContext context) {
            throw new AssertionError("no record uses it");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void thePartsOfARefusedSetUpAreClosedOnceAndThoseInUseWhenTheyGo() throws IOException {
        follow(json("", "a"));
        List<Held> parts = new ArrayList<>();
        updater.follow(UpdaterConfiguration.load(file), configuration -> {
            parts.add(new Held());
            UpdaterBuilder builder = setUp(configuration).detector("own", parts.get(parts.size() - 1));
            return configuration.records().size() < 2
                    ? builder
                    : builder.record(ManagedRecord.builder("q.example.com", RecordType.A)
                            .detector("nobody")
                            .build());
        });
        write(json("", "b").replace("\"types\"", "\"detector\": \"wan\", \"types\""));
        poll();
        assertThat(names()).containsExactly("b");
        write(json("", "b", "c").replace("\"types\"", "\"detector\": \"wan\", \"types\""));
        poll();
        poll();
        assertThat(troubles()).singleElement().asString().contains("nobody");
        assertThat(parts).extracting(part -> part.closed).containsExactly(0, 1);
        updater.close();
        assertThat(parts).extracting(part -> part.closed).containsExactly(1, 1);
    }

    @Test
    void withoutWatchTheFileIsReadOnlyWhenThatIsAskedFor() throws IOException {
        String off = ", \"reload\": {\"watch\": false}";
        follow(json(off, "a"));
        write(json(off, "b"));
        world.time.run(Duration.ofDays(1));
        assertThat(names()).containsExactly("a");
        updater.reload();
        world.time.run(Follower.SETTLES);
        assertThat(names()).containsExactly("b");
        write(json("", "c"));
        updater.reload();
        world.time.run(Follower.SETTLES);
        write(json("", "d"));
        poll();
        assertThat(names()).containsExactly("d");
    }

    @Test
    void aReloadReadsAFileThatDidNotChange() throws IOException {
        follow(json("", "a"));
        updater.reload();
        world.time.settle();
        assertThat(reconfigurations()).isEqualTo(1);
    }

    @Test
    void onlyAFileCanBeFollowed() throws IOException {
        follow(json("", "a"));
        UpdaterConfiguration text = UpdaterConfiguration.parse(json("", "a"), directory);
        assertThatThrownBy(() -> updater.follow(text, this::setUp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UpdaterConfiguration.load");
        assertThatThrownBy(text::reread).isInstanceOf(IllegalStateException.class);
        try (Updater other = setUp(text).build()) {
            assertThatThrownBy(other::reload)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("follow");
        }
    }

    @Test
    void anotherFileReplacesTheOneBefore() throws IOException {
        follow(json("", "a"));
        Path other = Files.writeString(directory.resolve("other.json"), json("", "o"));
        updater.follow(UpdaterConfiguration.load(other), this::setUp);
        write(json("", "b"));
        poll();
        assertThat(names()).containsExactly("a");
        Files.writeString(other, json("", "p"));
        poll();
        assertThat(names()).containsExactly("p");
    }

    private List<Path> copies() throws IOException {
        try (var files = Files.list(directory.resolve("state"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void theLastThreeGoodFilesAreKeptForTheirOwnerOnly() throws IOException {
        follow(withState("a"));
        poll();
        for (String name : List.of("b", "c", "d")) {
            write(withState(name));
            poll();
            write(json(", \"polcy\": {}", name));
            poll();
        }
        assertThat(copies())
                .isEqualTo(LastGood.copies(directory.resolve("state"), file))
                .allSatisfy(copy -> assertThat(copy.getFileName().toString())
                        .matches("ddns\\.[0-9a-f]{8}\\.last-good\\.[123]\\.json"));
        assertThat(copies()).map(Files::readString).containsExactly(withState("d"), withState("c"), withState("b"));
        for (Path copy : copies()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @Tag("promise-23")
    void anUpdaterCanStartFromTheNewestGoodCopyAndFollowsTheFile() throws IOException {
        follow(withState("a"));
        write(withState("b"));
        poll();
        write("{\"records\": [");
        Path state = directory.resolve("state");

        UpdaterConfiguration good = UpdaterConfiguration.loadLastGood(file, state);
        assertThat(good.records())
                .extracting(ManagedRecord::name)
                .extracting(Object::toString)
                .containsExactly("b.example.com");
        world.events.clear();
        follow(good);
        poll();
        assertThat(troubles()).singleElement().asString().contains(file.toString());
        write(withState("c"));
        poll();
        assertThat(names()).containsExactly("c");

        List<Path> copies = LastGood.copies(state, file);
        Files.writeString(copies.get(0), "{");
        assertThat(UpdaterConfiguration.loadLastGood(file, state)
                        .records()
                        .get(0)
                        .name())
                .hasToString("b.example.com");
        Files.writeString(copies.get(1), withState().replace("records", "recrods"));
        Files.delete(copies.get(2));
        assertThatThrownBy(() -> UpdaterConfiguration.loadLastGood(file, state))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Entry::message)
                                .satisfies(
                                        newest -> assertThat(newest).startsWith("in the copy " + copies.get(0)),
                                        atIndex(0))
                                .anyMatch(message -> message.startsWith("in the copy " + copies.get(1))));
        assertThatThrownBy(() -> UpdaterConfiguration.loadLastGood(file, directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no good copy of " + file);
    }

    /** As of the instances of a service, which have a directory each and their states in one. */
    @Test
    void twoFilesOfOneNameHaveCopiesOfTheirOwn() throws IOException {
        Path state = Files.createDirectories(directory.resolve("state"));
        for (String name : List.of("x", "y")) {
            Path own = Files.createDirectories(directory.resolve(name));
            Files.writeString(own.resolve("token"), "s3cret");
            Path text = Files.writeString(
                    own.resolve("ddns.json"), withState(name).replace("state/ddns-state", "../state/" + name));
            UpdaterConfiguration.load(text).keepLastGood();
        }
        for (String name : List.of("x", "y")) {
            Path own = directory.resolve(name).resolve("ddns.json");
            Files.writeString(own, "{");
            assertThat(UpdaterConfiguration.loadLastGood(own, state).records())
                    .extracting(record -> record.name().labels().get(0))
                    .containsExactly(name);
            assertThat(UpdaterConfiguration.loadLastGood(
                                    directory.resolve("state/../" + name + "/ddns.json"),
                                    Files.createSymbolicLink(directory.resolve("to-" + name), state))
                            .records())
                    .as("however the file and the directory are named")
                    .hasSize(1);
        }
    }

    @Test
    void copiesBesideTheirFileHaveItsNameAlone() throws IOException {
        follow(json(", \"state\": {\"file\": \"ddns-state\"}", "a"));
        assertThat(directory.resolve("ddns.last-good.1.json")).hasSameBinaryContentAs(file);
    }

    @Test
    void aYamlFileStaysYaml() throws IOException {
        follow(withState("a"));
        Path yaml = Files.writeString(
                directory.resolve("ddns.yaml"),
                "detectors: {wan: {type: test-known}}\nproviders: {cf: {type: test-full, token: '${file:token}'}}\n"
                        + "records: [{name: y.example.com, types: [A]}]\nstate: {file: state/ddns-state}\n");
        UpdaterConfiguration.load(yaml).keepLastGood();
        Path state = directory.resolve("state");
        assertThat(LastGood.copies(state, yaml).get(0))
                .hasSameBinaryContentAs(yaml)
                .hasExtension("yaml");
        Files.delete(yaml);
        assertThat(UpdaterConfiguration.loadLastGood(yaml, state).records()).hasSize(1);
    }

    @Test
    void thatNoCopyCanBeKeptIsSaidOnceAndTheFileIsUsed() throws IOException {
        follow(json("", "a"));
        Path state = directory.resolve("state");
        for (Path copy : LastGood.copies(state, file)) {
            Files.createDirectories(copy.resolve("occupied"));
        }
        try (LogLines log = LogLines.record()) {
            write(withState("b"));
            poll();
            write(withState("c"));
            poll();
            assertThat(log.texts().stream().filter(line -> line.contains("no copy of it was kept")))
                    .singleElement()
                    .asString()
                    .contains(file.toString());
        }
        assertThat(names()).containsExactly("c");
    }

    @Test
    void aWeaknessOfTheFileIsSaidOnce() throws IOException {
        Files.createDirectories(directory.resolve("state"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        follow(json("", "a"));
        UpdaterConfiguration before = UpdaterConfiguration.load(file);
        assertThat(before.warnings()).isNotEmpty();
        write(json("", "b"));
        try (LogLines log = LogLines.record()) {
            assertThat(before.reread().warnings()).isEqualTo(before.warnings());
            assertThat(log.texts()).isEmpty();
        }
    }

    @Test
    void aClosedUpdaterReadsNothing() throws IOException {
        follow(json("", "a"));
        updater.close();
        write("{");
        world.time.run(Duration.ofHours(1));
        assertThat(troubles()).isEmpty();
        assertThatThrownBy(() -> updater.reload()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatIsReplacedByAnotherIsRead() throws IOException {
        follow(json("", "a"));
        Path next = Files.writeString(directory.resolve("next"), json("", "b"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        poll();
        assertThat(names()).containsExactly("b");
    }
}
