package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State files that another version of the library wrote. */
@Tag("promise-17")
class JournalVersionTest {
    private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
    private static final IpAddress FIRST = IpAddress.parse("192.0.2.1");
    private static final IpAddress SECOND = IpAddress.parse("192.0.2.2");

    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("ddns-state");
    }

    /** The resource was written before rows had {@code waitingSince}, and is never written anew. */
    @Test
    void aFileOfFormatVersion1IsReadAsItIs() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/journal/state-of-format-version-1")) {
            Files.copy(in, file);
        }
        byte[] before = Files.readAllBytes(file);

        try (JournalStore store = new JournalStore(file)) {
            store.open();

            RecordState full = store.record(key("cf", "home.example.com", RecordType.A));
            assertThat(full.confirmed()).contains(Set.of(SECOND));
            assertThat(full.confirmedAt()).contains(T.plusSeconds(3600));
            assertThat(full.checkedAt()).contains(T.plusSeconds(3600));
            assertThat(full.comparedAt()).contains(T.plusSeconds(4000));
            assertThat(full.writtenAt()).contains(T.plusSeconds(3600));
            assertThat(full.effective())
                    .isEqualTo(Map.of(
                            "ttl",
                            Duration.ofMinutes(5),
                            "proxied",
                            true,
                            "comment",
                            "ours",
                            "tags",
                            List.of("a", "b")));
            assertThat(full.fingerprint()).contains("fp|settings");
            assertThat(full.inDoubt()).contains(Set.of(FIRST, SECOND));
            assertThat(full.candidate()).contains(new RecordState.Candidate(Set.of(FIRST), 2, T.plusSeconds(5000)));
            assertThat(full.notBefore()).contains(T.plusSeconds(9000));
            assertThat(full.waitingSince()).isEmpty();
            assertThat(full.attempts()).isEqualTo(3);
            assertThat(full.problem()).contains(Problem.of(ProblemKind.TRANSIENT, "the server answered 503"));
            assertThat(full.heldFingerprint()).isEmpty();
            assertThat(full.sequence()).as("of the later of two rows").isEqualTo(43);
            assertThat(full.absentSince()).isEmpty();
            assertThat(full.history())
                    .containsExactly(
                            new RecordState.AddressChange(T, Set.of(FIRST)),
                            new RecordState.AddressChange(T.plusSeconds(3600), Set.of(SECOND)));

            RecordKey nas = key("dyn", "nas.example.org", RecordType.AAAA);
            assertThat(store.record(nas)).isEqualTo(RecordState.unknown(nas).with(row -> {
                row.confirm(Set.of(IpAddress.parse("2001:db8::1")), T);
                row.absentSince = Optional.of(T.plusSeconds(60));
                row.attempts = 1;
                row.problem = Optional.of(Problem.of(ProblemKind.REJECTED, "nohost"));
                row.heldFingerprint = Optional.of("held-fp");
                row.sequence = 7;
            }));
            RecordKey withdrawn = key("default", "*.example.net", RecordType.A);
            assertThat(store.record(withdrawn))
                    .isEqualTo(RecordState.unknown(withdrawn).with(row -> {
                        row.confirm(Set.of(), T);
                        row.sequence = 9;
                    }));
            assertThat(store.account("account-1"))
                    .isEqualTo(AccountState.fresh("account-1").with(row -> {
                        row.notBefore = Optional.of(T.plusSeconds(600));
                        row.attempts = 2;
                        row.problem = Optional.of(Problem.of(ProblemKind.RATE_LIMITED, "429"));
                    }));
            assertThat(store.account("account-2"))
                    .isEqualTo(AccountState.fresh("account-2").with(row -> {
                        row.attempts = 1;
                        row.problem = Optional.of(Problem.of(ProblemKind.AUTHENTICATION, "badauth"));
                        row.heldFingerprint = Optional.of("acc-fp");
                    }));
            assertThat(store.highestSequence()).isEqualTo(43);

            store.save(List.of(full), Optional.empty());
        }
        assertThat(Files.readAllBytes(file)).as("a sound file is appended to").startsWith(before);
    }

    private static RecordKey key(String provider, String name, RecordType type) {
        return new RecordKey(provider, DnsName.of(name), type);
    }

    @ParameterizedTest
    @CsvSource({
        "ddns-state, 2",
        "ddns-state, 17",
        "ddns-state, 1.5",
        "ddns-state, 3000000000",
        "ddns-state, 99999999999999999999",
        "ddns-state.new, 2",
        "ddns-state.previous, 2"
    })
    void aFileOfANewerVersionIsRefusedAndNothingIsTouched(String name, String version) throws IOException {
        Path newer = newerFile(name, version);
        Map<String, String> before = contents();

        for (boolean readOnly : List.of(false, true)) {
            try (JournalStore store = new JournalStore(file)) {
                assertThatThrownBy(() -> {
                            if (readOnly) {
                                store.openReadOnly();
                            } else {
                                store.open();
                            }
                        })
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessage(
                                "state.file: the state file " + newer.toRealPath() + " has format version " + version
                                        + ", but this version of ddnsjava reads only format version 1, and leaves the file"
                                        + " unchanged; start the newer version again, or name another file");
            }
        }
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aNewerVersionThatRanMeanwhileLosesNothing() throws IOException {
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            store.save(List.of(Rows.confirmed(1, 1)), Optional.empty());
            Path own = Files.move(file, directory.resolve("own"));
            Path newer = newerFile("ddns-state", "2");
            Map<String, String> before = contents();

            assertThatThrownBy(() -> store.save(List.of(Rows.confirmed(1, 2)), Optional.empty()))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("has format version 2");
            assertThat(contents()).isEqualTo(before);

            Files.delete(newer);
            Files.move(own, file);
            store.save(List.of(Rows.confirmed(2, 2)), Optional.empty());
        }
        JournalStore reader = JournalStoreTest.reader(file);
        assertThat(reader.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
        assertThat(reader.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
    }

    /** A header that is damaged is no reason not to start, whatever can be read in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000 {\"format\":\"ddnsjava-state\",\"version\":2}\n",
                "{\"format\":\"ddnsjava-state\",\"version\":2}\n",
                "\n",
            })
    void aDamagedHeaderIsNoNewerVersion(String header) throws IOException {
        Files.writeString(file, header);
        Files.write(file, new RowWriter().line(Rows.confirmed(1, 1)), StandardOpenOption.APPEND);

        try (JournalStore store = new JournalStore(file)) {
            store.open();
            assertThat(store.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));
        }
    }

    @Test
    void aFieldOfALaterVersionCostsNoRowAndMayBeLostAtAnySave() throws IOException {
        String unknown = "{\"record\":{\"provider\":\"p\",\"name\":\"h1.example.com\",\"type\":\"A\"},"
                + "\"confirmed\":[\"203.0.0.1\"],\"colour\":\"green\"}";
        Files.write(file, Generation.headerLine());
        Files.write(file, RowsTest.checksummed(unknown), StandardOpenOption.APPEND);

        try (JournalStore store = new JournalStore(file)) {
            store.open();
            RecordState read = store.record(Rows.key(1));
            assertThat(read.confirmed()).contains(Set.of(Rows.address(1)));
            assertThat(read.inDoubt()).as("the row is whole").isEmpty();
            store.save(List.of(Rows.confirmed(2, 2)), Optional.empty());
            assertThat(Files.readString(file)).as("appended to").contains("\"colour\":\"green\"");

            for (int saves = 0; !Files.exists(directory.resolve("ddns-state.previous")); saves++) {
                assertThat(saves).as("saves without a compaction").isLessThan(10_000);
                store.save(List.of(Rows.confirmed(2, saves)), Optional.empty());
            }
        }

        assertThat(Files.readString(file))
                .as("compacted")
                .contains("h1.example.com")
                .doesNotContain("colour");
    }

    private Path newerFile(String name, String version) throws IOException {
        Path newer = directory.resolve(name);
        Files.write(newer, RowsTest.checksummed("{\"format\":\"ddnsjava-state\",\"version\":" + version + "}"));
        Files.writeString(newer, "rows of another form\n", StandardOpenOption.APPEND);
        return newer;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path one : files.toList()) {
                contents.put(one.getFileName().toString(), Files.readString(one, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
