package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static io.github.ddnsjava.internal.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.http.RawServer;
import io.github.ddnsjava.publish.Abilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Defects that other clients have, read in their code or seen in them running. Each test drives a whole updater in the
 * way that made the other one fail; its name says what holds here instead. docs/guarantees.md has the list.
 */
@Tag("regression")
@Timeout(120)
class PeerDefectsTest {
    /** A cycle does not wait for what is tried again. */
    private static final RetrySettings AT_ONCE =
            new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO);

    private final World world = new World().withRealTransports();

    @TempDir
    Path directory;

    /** Which address do we have? */
    @Nested
    class Detecting {
        /**
         * An answer of status 200 ended the list of services whatever it said, and other statuses were not looked at.
         */
        @Test
        @Tag("defect-2")
        void anEchoThatAnswersJunkIsPassedOverForTheNext() throws IOException {
            try (RawServer junk = RawServer.answering(ok("<p>Welcome</p>"));
                    RawServer error = RawServer.answering(HostsByHttp.says(500, "Content-Type: text/plain", A3));
                    RawServer honest = RawServer.answering(ok(A1));
                    Updater updater = updater(http(junk, error, honest), RecordType.A)) {
                world.start(updater);
                assertThat(world.cloud.at(HOME)).containsExactly(A1);
                assertThat(junk.requests()).isNotEmpty();
                assertThat(error.requests()).isNotEmpty();
            }
        }

        /** Private addresses were to be passed over by default, but that default was never reached. */
        @Test
        @Tag("defect-8")
        void aCaptivePortalsPrivateAddressReachesNoRecord() throws IOException {
            AtomicReference<String> says = new AtomicReference<>(ok(A1));
            try (RawServer echo = changing(says);
                    Updater updater = world.bare()
                            .detector(http(echo))
                            .provider(new FakeZones(world.cloud))
                            .record(HOME, RecordType.A)
                            .record("nas.example.com", RecordType.A)
                            .build()) {
                world.once(updater);
                long calls = world.cloud.calls.size();
                for (String address : List.of("192.168.1.1", "10.0.0.1", "100.64.0.1", "127.0.0.1")) {
                    says.set(ok(address));
                    assertThat(world.once(updater).detections().get(0).toString())
                            .contains(address);
                }
                assertThat(world.cloud.calls).hasSize((int) calls);
                assertThat(world.cloud.at(HOME)).containsExactly(A1);
            }
        }

        /** The same, where the source is not ours and checks nothing. */
        @Test
        @Tag("defect-8")
        void aPrivateAddressOfADetectorThatChecksNothingReachesNoRecord() {
            try (Updater updater = updater(world.wan.knows("192.168.1.1"), RecordType.A)) {
                assertThat(world.report(updater).isRight()).isFalse();
                assertThat(world.cloud.calls).isEmpty();
            }
        }

        /**
         * Of two addresses that a source knew, only the last was remembered: each cycle wrote, and the value
         * alternated.
         */
        @Test
        @Tag("defect-9")
        void twoAddressesOfOneFamilyAreOneSetAndWrittenOnce() {
            IpDetector one = IpDetectors.staticAddresses(IpAddress.parse(A1), IpAddress.parse(A2));
            IpDetector other = IpDetectors.staticAddresses(IpAddress.parse(A2), IpAddress.parse(A1));
            FakeHosts hosts = new FakeHosts(Abilities.builder().multiValue().build());
            for (IpDetector detector : List.of(one, other, one)) {
                try (Updater updater = world.bare()
                        .detector(detector)
                        .provider(hosts)
                        .record(HOME, RecordType.A)
                        .build()) {
                    updater.start();
                    world.time.run(Duration.ofHours(6));
                }
                assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A1, A2));
            }
            assertThat(hosts.calls).hasSize(1);
        }

        /** Both families were asked in one "and": without an IPv4 address, IPv6 was not even looked for. */
        @Test
        @Tag("defect-10")
        void ipv4ThatCannotBeLearntLeavesIpv6Alone() throws IOException {
            RawServer dead = RawServer.answering("");
            dead.close();
            try (RawServer six = RawServer.answering(ok(V6A));
                    Updater updater = updater(
                            IpDetectors.create(
                                    "http",
                                    Settings.of(
                                            "urls",
                                            List.of(
                                                    Map.of("url", dead.uri().toString(), "family", "ipv4"),
                                                    Map.of("url", six.uri().toString(), "family", "ipv6"))),
                                    key -> null),
                            RecordType.A,
                            RecordType.AAAA)) {
                assertThat(world.once(updater).records())
                        .extracting(RecordReport::outcome)
                        .containsExactly(Outcome.FAILED, Outcome.CREATED);
                assertThat(world.cloud.at(HOME, RecordType.AAAA)).containsExactly(V6A);
            }
        }

        /**
         * A service that once refused was banned until the restart; with all banned, no address was ever learnt again.
         */
        @Test
        @Tag("defect-14")
        void detectionComesBackByItselfAfterEveryServiceRefused() throws IOException {
            AtomicReference<String> one = new AtomicReference<>(HostsByHttp.says(403, "", ""));
            AtomicReference<String> two = new AtomicReference<>(HostsByHttp.says(429, "Retry-After: 3600", ""));
            try (RawServer first = changing(one);
                    RawServer second = changing(two);
                    Updater updater = updater(http(first, second), RecordType.A)) {
                updater.start();
                world.time.run(Duration.ofHours(3));
                assertThat(world.cloud.at(HOME)).isEmpty();
                one.set(ok(A1));
                two.set(ok(A1));
                world.time.run(Duration.ofMinutes(6));
                assertThat(world.cloud.at(HOME)).containsExactly(A1);

                // Either of them will do again.
                one.set(HostsByHttp.says(403, "", ""));
                two.set(ok(A2));
                world.time.run(Duration.ofMinutes(6));
                assertThat(world.cloud.at(HOME)).containsExactly(A2);
                one.set(ok(A3));
                two.set(HostsByHttp.says(429, "", ""));
                world.time.run(Duration.ofMinutes(6));
                assertThat(world.cloud.at(HOME)).containsExactly(A3);
            }
        }

        /**
         * What came for IPv6 was matched with the pattern for IPv4; where that failed, the whole body was the address.
         */
        @Test
        @Tag("defect-20")
        void anythingButAnIpv6AddressBecomesNoAaaaRecord() throws IOException {
            AtomicReference<String> says = new AtomicReference<>("");
            try (RawServer echo = changing(says);
                    Updater updater = updater(http(echo), RecordType.AAAA)) {
                for (String body : List.of(A1, V6A + " is yours", "no address", "::ffff:" + A1, "{\"ip\":\"" + V6A)) {
                    says.set(ok(body));
                    world.once(updater);
                }
                assertThat(world.cloud.calls).isEmpty();
                says.set(ok(V6A));
                world.once(updater);
                assertThat(world.cloud.at(HOME, RecordType.AAAA)).containsExactly(V6A);
            }
        }

        /** There was no bound on reading an answer: a service that took the question and said nothing stopped all. */
        @Test
        @Tag("thorough")
        @Tag("defect-20")
        void aServiceThatNeverEndsItsAnswerIsLeftForTheNext() throws IOException {
            try (RawServer silent = RawServer.on4(RawServer.Connection::awaitEnd);
                    RawServer endless = RawServer.on4(connection -> {
                        connection.readRequest();
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n");
                        connection.trickle("9");
                    });
                    RawServer honest = RawServer.answering(ok(A1));
                    Updater updater = world.bare()
                            .detectionTimeout(Duration.ofSeconds(3)) // long enough for the honest one on a busy machine
                            .detector(http(silent, endless, honest))
                            .provider(new FakeZones(world.cloud))
                            .record(HOME, RecordType.A)
                            .build()) {
                assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
                assertThat(world.cloud.at(HOME)).containsExactly(A1);
            }
        }

        private RawServer changing(AtomicReference<String> answer) throws IOException {
            return RawServer.on4(connection -> {
                while (connection.readRequest()) {
                    connection.write(answer.get());
                }
            });
        }

        private IpDetector http(RawServer... servers) {
            return IpDetectors.http(
                    Stream.of(servers).map(server -> server.uri().toString()).toArray(String[]::new));
        }

        private Updater updater(IpDetector detector, RecordType... types) {
            return world.bare()
                    .detector(detector)
                    .provider(new FakeZones(world.cloud))
                    .record(HOME, types)
                    .build();
        }
    }

    /** Make DNS say so. */
    @Nested
    class Publishing {
        /**
         * A zone that was unknown, or could not be listed, ended the walk over the names: later ones were never
         * updated.
         */
        @Test
        @Tag("defect-1")
        void anUnknownZoneAndOneThatFailsForDaysStopNoNameAfterThem() {
            world.cloud.before = (call, names) -> call.equals("list") && names.contains(DnsName.of("example.com"))
                    ? TransientException.unknownOutcome("502", null)
                    : null;
            try (Updater updater = world.builder()
                    .record("a.nowhere.example", RecordType.A)
                    .record("b.example.com", RecordType.A)
                    .record("c.example.org", RecordType.A)
                    .retry(AT_ONCE)
                    .build()) {
                world.wan.sees(A1);
                assertThat(world.once(updater).records())
                        .extracting(RecordReport::isRight)
                        .containsExactly(false, false, true);
                updater.start();
                for (int day = 1; day <= 9; day++) {
                    world.wan.sees("93.184.216." + day);
                    world.time.run(Duration.ofMinutes(6));
                    assertThat(world.cloud.at("c.example.org")).containsExactly("93.184.216." + day);
                    world.time.run(Duration.ofDays(1));
                }
            }
        }

        /** The reactions to errors were there, but nothing ever raised the errors that they waited for. */
        @Test
        @Tag("defect-6")
        void everyKindOfRefusalIsToldApartOnTheWireAndReactedToInItsOwnWay() throws IOException {
            record Case(String name, String answer, ProblemKind kind, int fewest, int most) {}
            List<Case> cases = List.of(
                    new Case("auth", HostsByHttp.says(401, "", ""), ProblemKind.AUTHENTICATION, 5, 5),
                    new Case("invalid", HostsByHttp.says(400, "", ""), ProblemKind.REJECTED, 5, 5),
                    new Case("abuse", HostsByHttp.says(200, "", "abuse"), ProblemKind.BLOCKED, 5, 5),
                    new Case("limit", HostsByHttp.says(429, "Retry-After: 25200", ""), ProblemKind.RATE_LIMITED, 4, 4),
                    new Case("busy", HostsByHttp.says(503, "", ""), ProblemKind.TRANSIENT, 10, 16),
                    new Case("odd", HostsByHttp.says(200, "", "what?"), ProblemKind.PROTOCOL, 10, 16));
            for (Case each : cases) {
                World own = new World().withRealTransports();
                try (HostsByHttp hosts = new HostsByHttp();
                        Updater updater = own.bare()
                                .detector(own.wan.knows(A1))
                                .provider(hosts.provider(own.time))
                                .record(HOME, RecordType.A)
                                .build()) {
                    hosts.faults.put(HOME, each.answer());
                    updater.start();
                    own.time.run(Duration.ofDays(1));
                    assertThat(own.state().problem().orElseThrow().kind())
                            .as(each.name())
                            .isEqualTo(each.kind());
                    assertThat(hosts.calls(HOME)).as(each.name()).isBetween((long) each.fewest(), (long) each.most());
                }
            }
        }

        /** What failed was sent again in every period, for ever, and a ban was forgotten by the restart. */
        @Test
        @Tag("defect-13")
        void whatFailsIsTriedMoreAndMoreSeldomAndABanOutlivesRestarts() {
            world.wan.sees(A1);
            world.cloud.before = (call, names) -> TransientException.notSent("no route", null);
            try (Updater updater = fromFile()) {
                updater.start();
                world.time.run(Duration.ofDays(1));
                assertThat(world.cloud.calls.size()).isBetween(24, 90); // not 288
                world.cloud.before = (call, names) -> BlockedException.ofAccount("abuse");
                world.time.run(Duration.ofHours(2));
            }
            int calls = world.cloud.calls.size();
            for (int restart = 0; restart < 20; restart++) {
                try (Updater updater = fromFile()) {
                    updater.start();
                    world.time.run(Duration.ofMinutes(1));
                }
            }
            assertThat(world.cloud.calls).hasSize(calls);
        }

        /** The first name that a service refused ended that service's turn: the names after it stayed old. */
        @Test
        @Tag("defect-18")
        void namesThatTheServiceRefusesOrFailsForDaysStopNoOtherOfThatService() throws IOException {
            String[] names = {"a.example.com", "b.example.com", "c.example.com", "d.example.com"};
            try (HostsByHttp hosts = new HostsByHttp();
                    Updater updater = hostsUpdater(hosts, names)) {
                hosts.faults.put(names[0], HostsByHttp.says(400, "", ""));
                hosts.faults.put(names[1], HostsByHttp.says(503, "", ""));
                world.once(updater);
                assertThat(hosts.at(A1, names)).containsExactly(names[2], names[3]);
                updater.start();
                for (int day = 1; day <= 9; day++) {
                    String address = "93.184.216." + day;
                    world.wan.knows(address);
                    world.time.run(Duration.ofMinutes(6));
                    assertThat(hosts.at(address, names)).containsExactly(names[2], names[3]);
                    world.time.run(Duration.ofDays(1));
                }
            }
        }

        /** The rhythm was that of the wall clock, so that every installation asked in the same second. */
        @Test
        @Tag("defect-19")
        void installationsAskAtTimesOfTheirOwn() {
            Set<Instant> times = new HashSet<>();
            int looks = 0;
            for (int seed = 0; seed < 20; seed++) {
                World own = new World().withRealTransports();
                own.random = new Random(seed);
                own.wan.answers(IpFamily.IPV4, (family, context) -> {
                    times.add(own.time.instant());
                    return FakeDetector.found(A1);
                });
                try (Updater updater = own.home()) {
                    updater.start();
                    own.time.run(Duration.ofHours(6));
                    looks += own.wan.asked + own.wan.secondReadings;
                }
            }
            assertThat(looks).isGreaterThan(20 * 60);
            assertThat(times.size()).isGreaterThan(looks - 25); // a second reading is taken at once
            assertThat(times)
                    .filteredOn(time -> time.getEpochSecond() % 60 == 0)
                    .hasSizeLessThan(looks / 20);
        }

        /** Two values at one name ended the program's look at all of them. */
        @Test
        @Tag("defect-20")
        void twoValuesAtOneNameAreNoError() {
            world.cloud.put(HOME, A1, A3);
            world.wan.sees(A1);
            try (Updater updater = world.home()) {
                assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
                world.wan.sees(A2);
                assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
                assertThat(world.cloud.at(HOME)).containsExactlyInAnyOrder(A2, A3);
            }
        }

        /** There was no bound on a provider's answer either. */
        @Test
        @Tag("defect-20")
        void aProviderThatNeverAnswersIsLeftAndDelaysNobody() throws IOException {
            try (HostsByHttp hosts = new HostsByHttp();
                    Updater updater = world.bare()
                            .detector(world.wan.knows(A1))
                            .provider("silent", hosts.provider(world.time, Duration.ofMillis(300)))
                            .provider("zones", new FakeZones(world.cloud))
                            .record(ManagedRecord.builder("a.example.com", RecordType.A)
                                    .provider("silent")
                                    .build())
                            .record(ManagedRecord.builder("b.example.com", RecordType.A)
                                    .provider("zones")
                                    .build())
                            .build()) {
                hosts.faults.put("a.example.com", "");
                world.start(updater);
                assertThat(world.cloud.at("b.example.com")).containsExactly(A1);
                while (hosts.calls("a.example.com") == 0) {
                    Thread.onSpinWait(); // the server may read the request late
                }
                assertThat(hosts.at(A1, "a.example.com")).isEmpty();
                hosts.faults.clear();
                world.time.run(Duration.ofHours(2));
                assertThat(hosts.at(A1, "a.example.com")).hasSize(1);
            }
        }

        private Updater hostsUpdater(HostsByHttp hosts, String... names) {
            var builder = world.bare()
                    .detector(world.wan.knows(A1))
                    .provider(hosts.provider(world.time))
                    .retry(AT_ONCE);
            Stream.of(names).forEach(name -> builder.record(name, RecordType.A));
            return builder.build();
        }
    }

    /** What is confirmed? */
    @Nested
    class Remembering {
        /** All names shared one remembered address: what one name had published counted as published for the others. */
        @Test
        @Tag("defect-3")
        void whatOneNameHasPublishedCountsForNoOther() {
            FakeCloud other = new FakeCloud("example.org");
            other.before = (call, names) -> call.equals("write") ? TransientException.notSent("no route", null) : null;
            world.wan.sees(A1);
            try (Updater updater = world.bare()
                    .detector(world.wan)
                    .provider("one", new FakeZones(world.cloud))
                    .provider("other", zones(other))
                    .record(ManagedRecord.builder(HOME, RecordType.A)
                            .provider("one")
                            .build())
                    .record(ManagedRecord.builder("www.example.org", RecordType.A)
                            .provider("other")
                            .build())
                    .build()) {
                updater.start();
                world.time.run(Duration.ofHours(1));
                assertThat(world.cloud.at(HOME)).containsExactly(A1);
                assertThat(other.at("www.example.org")).isEmpty();
                other.before = (call, names) -> null;
                world.time.run(Duration.ofHours(2));
                assertThat(other.at("www.example.org")).containsExactly(A1);
                assertThat(world.cloud.count("write")).isEqualTo(1);
            }
        }

        /** After a failed write the new address was remembered all the same, and never written. */
        @Test
        @Tag("defect-7")
        void anAddressIsRememberedOnlyOnceTheProviderHasTakenIt() {
            world.wan.sees(A1);
            try (Updater updater = fromFile()) {
                world.once(updater);
                world.wan.sees(A2);
                world.cloud.before =
                        (call, names) -> call.equals("write") ? TransientException.notSent("no route", null) : null;
                updater.start();
                world.time.run(Duration.ofHours(4));
                assertThat(updater.status().records().get(0).addresses()).containsExactly(IpAddress.parse(A1));
            }
            world.cloud.before = (call, names) -> null;
            try (Updater updater = fromFile()) {
                updater.start();
                world.time.run(Duration.ofHours(2)); // the address is the same all the time
                assertThat(world.cloud.at(HOME)).containsExactly(A2);
            }
        }

        /** The address was stored before the session was set up; an error in that, and it was never sent. */
        @Test
        @Tag("defect-17")
        void anErrorBeforeTheFirstRequestForgetsNoChange() {
            world.wan.sees(A1);
            try (Updater updater = fromFile()) {
                world.once(updater);
            }
            world.wan.sees(A2);
            world.cloud.before =
                    (call, names) -> call.equals("zones") ? TransientException.notSent("no route", null) : null;
            try (Updater updater = fromFile()) {
                updater.start();
                world.time.run(Duration.ofHours(4));
                assertThat(world.cloud.at(HOME)).containsExactly(A1);
                world.cloud.before = (call, names) -> null;
                world.time.run(Duration.ofHours(2)); // the address is the same all the time
                assertThat(world.cloud.at(HOME)).containsExactly(A2);
            }
        }

        /**
         * The file was emptied and written anew in its place: power lost meanwhile left half of it, which ended the
         * start.
         */
        @Test
        @Tag("defect-21")
        void aStateFileThatIsCutOrBrokenAnywhereCostsReadsAndNothingElse() throws IOException {
            world.wan.sees(A1);
            try (Updater updater = fromFile()) {
                world.once(updater);
            }
            byte[] whole = Files.readAllBytes(directory.resolve("state"));
            for (int length = 0; length <= whole.length; length += 23) {
                byte[] broken = whole.clone();
                Arrays.fill(broken, length, Math.min(length + 9, broken.length), (byte) 0);
                for (byte[] damaged : List.of(Arrays.copyOf(whole, length), broken)) {
                    Files.write(directory.resolve("state"), damaged);
                    Files.deleteIfExists(directory.resolve("state.previous"));
                    try (Updater updater = fromFile()) {
                        assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
                    }
                }
            }
            assertThat(world.cloud.count("write")).isEqualTo(1);
            assertThat(world.cloud.count("list")).isGreaterThan(2);
        }

        /** And so did the machine's power: what is saved is there at once, and whole. */
        @Test
        @Tag("defect-21")
        void whatWasSavedIsReadAgainWithoutACall() throws IOException {
            world.wan.sees(A1);
            try (Updater updater = fromFile()) {
                world.once(updater);
                world.cloud.calls.clear();
                Files.copy(directory.resolve("state"), directory.resolve("copy")); // as the power goes
            }
            Files.move(directory.resolve("copy"), directory.resolve("state"), StandardCopyOption.REPLACE_EXISTING);
            try (Updater updater = fromFile()) {
                assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
                assertThat(world.cloud.calls).isEmpty();
            }
        }

        private FakeZones zones(FakeCloud cloud) {
            return new FakeZones(
                    cloud,
                    "another account",
                    Settings.none(),
                    Secret.of("secret-1"),
                    FakeZones.can().build());
        }
    }

    /** An updater of the one record, with a state file. */
    private Updater fromFile() {
        return world.builder()
                .stateFile(directory.resolve("state"))
                .record(HOME, RecordType.A)
                .build();
    }
}
