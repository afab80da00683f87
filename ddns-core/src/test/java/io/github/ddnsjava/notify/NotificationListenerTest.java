package io.github.ddnsjava.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When a notification is sent, what it tells, and what happens if it cannot be sent. */
class NotificationListenerTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final RecordKey HOME = RecordKey.of("home.example.com", RecordType.A);
    private static final RecordKey V6 = RecordKey.of("home.example.com", RecordType.AAAA);

    private final Timers timers = new Timers();
    private final List<String> sent = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();

    private Runnable whileSending = () -> {};
    private ManagedRecord home = ManagedRecord.builder("home.example.com", RecordType.A)
            .zone("example.com")
            .attributes(Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(5)))
            .build();

    /** Time that passes only if the test says so. */
    private static final class Timers implements DelayScheduler {
        private record Task(Instant at, int number, Runnable task) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
        private Instant now = START;
        private int numbers;

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            Task added = new Task(now.plus(delay), numbers++, task);
            tasks.add(added);
            return () -> tasks.remove(added);
        }

        @Override
        public void pause(Duration duration) {
            throw new AssertionError("a listener that waits blocks a thread");
        }

        void run(Duration duration) {
            Instant end = now.plus(duration);
            while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
                Task next = tasks.remove();
                now = next.at();
                next.task().run();
            }
            now = end;
        }
    }

    private final class Phone extends NotificationListener {
        private Phone(Settings settings, ListenerContext context) {
            super("phone", settings, context);
        }

        @Override
        protected void send(Message message) {
            messages.add(message);
            whileSending.run();
            whileSending = () -> {};
            RuntimeException failure = failures.poll();
            if (failure != null) {
                sent.add(at() + " failed");
                throw failure;
            }
            sent.add(at() + " " + message.title() + " | " + message.text());
        }

        private String at() {
            return Duration.between(START, timers.now).toString();
        }
    }

    private ListenerContext context() {
        NameLookup nobody = (name, type) -> Optional.empty();
        ProviderContext world = new ProviderContext(
                request -> {
                    throw new AssertionError("not by HTTP");
                },
                () -> timers.now,
                new Random(1),
                nobody);
        return new ListenerContext(
                world, timers, Runnable::run, key -> key.equals(HOME) ? Optional.of(home) : Optional.empty());
    }

    private Phone phone(Map<String, Object> settings) {
        return new Phone(Settings.at("notify.phone", settings), context());
    }

    private UpdateEvent changed(RecordKey key, String now) {
        return new UpdateEvent.Changed(
                timers.now,
                key,
                Outcome.UPDATED,
                Set.of(IpAddress.parse(now)),
                Set.of(),
                "address changed",
                Duration.ZERO,
                1,
                1);
    }

    private UpdateEvent troubled(ProblemKind kind, String message) {
        return new UpdateEvent.Troubled(timers.now, HOME, Problem.of(kind, message), Optional.empty(), 1, 1);
    }

    @Test
    void whatHappensTogetherIsToldTogether() {
        Phone phone = phone(Map.of());
        phone.on(changed(HOME, "192.0.2.1"));
        assertThat(sent).as("an event only changes a list").isEmpty();
        timers.run(Duration.ofSeconds(1));
        phone.on(changed(V6, "2001:db8::1"));
        timers.run(Duration.ofMinutes(10));

        assertThat(sent)
                .containsExactly("PT2S DNS: 2 changed | home.example.com A is now 192.0.2.1\n"
                        + "home.example.com AAAA is now 2001:db8::1");
    }

    @Test
    void thereIsAtMostOneMessageInAMinute() {
        Phone phone = phone(Map.of());
        for (int second = 0; second < 150; second++) {
            phone.on(changed(HOME, "192.0.2." + second));
            timers.run(Duration.ofSeconds(1));
        }
        timers.run(Duration.ofMinutes(10));

        assertThat(sent)
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("PT2S", "PT1M2S", "PT2M2S", "PT3M2S");
        assertThat(messages).extracting(message -> message.notices().size()).containsExactly(2, 60, 60, 28);
    }

    @Test
    void onlyWhatOnNamesIsTold() {
        Phone phone = phone(Map.of("on", List.of("held", "recovered")));
        phone.on(changed(HOME, "192.0.2.1"));
        phone.on(troubled(ProblemKind.TRANSIENT, "HTTP 503"));
        phone.on(troubled(ProblemKind.AUTHENTICATION, "the token is wrong"));
        phone.on(new UpdateEvent.Recovered(timers.now, HOME, 1));
        phone.on(new UpdateEvent.Decided(timers.now, HOME, Intent.ENSURE, Set.of(), "address changed", 1, 1));
        timers.run(Duration.ofMinutes(1));

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.title()).isEqualTo("DNS: 1 recovered, 1 held");
            assertThat(message.text())
                    .isEqualTo("home.example.com A: the token is wrong\nhome.example.com A is in order again");
        });
    }

    @Test
    void troubleIncludesWhatIsHeldAndEndsWithItsRecovery() {
        Phone phone = phone(Map.of("on", "trouble, recovered"));
        phone.on(troubled(ProblemKind.BLOCKED, "abuse"));
        phone.on(new UpdateEvent.Offline(timers.now, Problem.of(ProblemKind.TRANSIENT, "no network")));
        timers.run(Duration.ofMinutes(2));
        phone.on(new UpdateEvent.Online(timers.now, Duration.ofMinutes(2)));
        timers.run(Duration.ofMinutes(2));

        assertThat(messages).extracting(Message::inTrouble).containsExactly(2, 1);
        assertThat(messages.get(1).title()).isEqualTo("network: recovered");
    }

    /** A ping that says "in trouble" for ever wakes people for nothing. */
    @Test
    void whatIsNoLongerInUseIsNoLongerInTrouble() {
        Phone phone = phone(Map.of());
        phone.on(troubled(ProblemKind.BLOCKED, "abuse"));
        phone.on(new UpdateEvent.DetectorTroubled(
                timers.now, "wan", IpFamily.IPV4, Problem.of(ProblemKind.DETECTION, "no answer")));
        timers.run(Duration.ofMinutes(2));
        phone.on(reconfigured(Set.of(), Set.of(HOME), Set.of("wan")));
        timers.run(Duration.ofMinutes(2));

        assertThat(messages).extracting(Message::inTrouble).containsExactly(2, 1);
        assertThat(messages.get(1).text()).isEqualTo("detector wan ipv4 is no longer in use");

        phone.on(reconfigured(Set.of(HOME), Set.of(), Set.of()));
        timers.run(Duration.ofMinutes(2));
        assertThat(messages.get(2).inTrouble()).isZero();
        assertThat(messages.get(2).text()).isEqualTo("home.example.com A is no longer in use");
    }

    @Test
    void aRecordThatIsSwitchedOffIsNoLongerInTrouble() {
        Phone phone = phone(Map.of());
        phone.on(troubled(ProblemKind.BLOCKED, "abuse"));
        timers.run(Duration.ofMinutes(2));
        home = ManagedRecord.builder("home.example.com", RecordType.A)
                .disabled("by the settings")
                .build();
        phone.on(reconfigured(Set.of(), Set.of(HOME), Set.of()));
        timers.run(Duration.ofMinutes(2));

        assertThat(messages).extracting(Message::inTrouble).containsExactly(1, 0);
    }

    @Test
    void aRecoveryThatNobodyWantsToHearOfEndsTheTroubleToo() {
        Phone phone = phone(Map.of("on", "changed, trouble"));
        phone.on(troubled(ProblemKind.BLOCKED, "abuse"));
        timers.run(Duration.ofMinutes(2));
        phone.on(new UpdateEvent.Recovered(timers.now, HOME, 1));
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofMinutes(2));

        assertThat(messages).extracting(Message::inTrouble).containsExactly(1, 0);
    }

    private UpdateEvent reconfigured(Set<RecordKey> removed, Set<RecordKey> changed, Set<String> detectors) {
        return new UpdateEvent.Reconfigured(
                timers.now,
                new ReconfigurationReport(
                        new ReconfigurationReport.Changes<>(
                                new TreeSet<>(), new TreeSet<>(removed), new TreeSet<>(changed), 0),
                        new ReconfigurationReport.Changes<>(
                                new TreeSet<>(), new TreeSet<>(detectors), new TreeSet<>(), 0),
                        new ReconfigurationReport.Changes<String>(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), 0),
                        new TreeSet<>(),
                        new TreeSet<>()));
    }

    @Test
    void whatCannotBeSentIsSentAgainAfterWaitsThatDouble() {
        Phone phone = phone(Map.of());
        for (int i = 0; i < 4; i++) {
            failures.add(TransientException.notSent("no network", null));
        }
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofSeconds(10));
        phone.on(changed(HOME, "192.0.2.2"));
        timers.run(Duration.ofHours(1));

        assertThat(sent).hasSize(6);
        List<Duration> waits = new ArrayList<>();
        for (int i = 1; i < 5; i++) {
            waits.add(time(i).minus(time(i - 1)));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(waits.get(i)).isBetween(Duration.ofMinutes(1L << i), Duration.ofSeconds(90L << i));
        }
        assertThat(messages.subList(0, 5))
                .as("the same message, with the same id")
                .containsOnly(messages.get(0));
        assertThat(sent.get(5)).as("what happened meanwhile").endsWith("192.0.2.2");
    }

    private Duration time(int index) {
        String line = sent.get(index);
        return Duration.parse(line.substring(0, line.indexOf(' ')));
    }

    @Test
    void aWaitThatTheServiceAsksForIsKept() {
        Phone phone = phone(Map.of());
        failures.add(new RateLimitedException("slow down", Optional.of(Duration.ofMinutes(30))));
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofHours(1));

        assertThat(sent).hasSize(2);
        assertThat(time(1)).isEqualTo(Duration.ofSeconds(2).plusMinutes(30));
    }

    @Test
    void whatIsRefusedForGoodIsNotSentAgain() {
        Phone phone = phone(Map.of());
        failures.add(AuthenticationException.ofAccount("the token is wrong"));
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofHours(1));
        phone.on(changed(HOME, "192.0.2.2"));
        timers.run(Duration.ofHours(1));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).endsWith("192.0.2.2");
    }

    @Test
    void aMessageIsGivenUpAfterADay() {
        Phone phone = phone(Map.of());
        for (int i = 0; i < 1000; i++) {
            failures.add(TransientException.notSent("no network", null));
        }
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofDays(3));

        assertThat(sent).hasSizeBetween(15, 40);
    }

    @Test
    void whatWaitsIsBoundedAndTheMessageSaysHowMuchWasDropped() {
        Phone phone = phone(Map.of("message", "{address}"));
        for (int i = 0; i < 120; i++) {
            phone.on(changed(HOME, "192.0.2." + i));
        }
        timers.run(Duration.ofMinutes(1));

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.notices()).hasSize(100);
            assertThat(message.text())
                    .startsWith("(20 more before)\n192.0.2.20\n")
                    .endsWith("\n192.0.2.119");
            assertThat(message.text(text -> text, String::length, 60))
                    .isEqualTo("(117 more before)\n192.0.2.117\n192.0.2.118\n192.0.2.119");
            assertThat(message.text(text -> text, String::length, 9)).isEqualTo("192.0.2.…");
        });
    }

    @Test
    void whatWaitsIsSentWhenTheUpdaterCloses() {
        Phone phone = phone(Map.of());
        phone.on(changed(HOME, "192.0.2.1"));
        phone.close();
        assertThat(sent).containsExactly("PT0S home.example.com A: changed | home.example.com A is now 192.0.2.1");

        phone.on(changed(HOME, "192.0.2.2"));
        timers.run(Duration.ofHours(1));
        assertThat(sent).as("it is closed").hasSize(1);
    }

    /** What happens while a message is being sent waits behind it, and is not lost when the updater closes. */
    @Test
    void whatWaitsBehindAMessageThatIsBeingSentIsSentWhenTheUpdaterCloses() throws InterruptedException {
        Phone phone = phone(Map.of());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        whileSending = () -> {
            begun.countDown();
            uninterruptibly(mayFail);
        };
        failures.add(TransientException.notSent("the updater ends", null));
        phone.on(changed(HOME, "192.0.2.1"));
        Thread worker = new Thread(() -> timers.run(Duration.ofSeconds(2)));
        worker.start();
        begun.await();
        phone.on(changed(HOME, "192.0.2.2"));
        Thread closer = new Thread(phone::close);
        closer.start();
        while (closer.getState() != Thread.State.WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        mayFail.countDown();
        worker.join();
        closer.join();

        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).as("once more").endsWith("192.0.2.1");
        assertThat(sent.get(2)).endsWith("192.0.2.2");
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDefectIsThrownAndTheNextMessageIsSent() {
        Phone phone = phone(Map.of());
        failures.add(new IllegalStateException("a defect"));
        phone.on(changed(HOME, "192.0.2.1"));
        assertThatThrownBy(() -> timers.run(Duration.ofMinutes(1))).hasMessage("a defect");
        phone.on(changed(HOME, "192.0.2.2"));
        timers.run(Duration.ofMinutes(2));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).endsWith("192.0.2.2");
    }

    @Test
    void aTemplateHasTheValuesOfTheRecord() {
        Phone phone = phone(Map.of("message", "{{{name}}} {zone} {host} {type} {address} {ipv4}/{ipv6} {ttl} {event}"));
        phone.on(changed(HOME, "192.0.2.1"));
        timers.run(Duration.ofMinutes(1));
        assertThat(messages.get(0).text())
                .isEqualTo("{home.example.com} example.com home A 192.0.2.1 192.0.2.1/ 300 changed");
    }

    /** A server may say anything, and its words reach a message. */
    @Test
    void whatCameFromOutsideIsNoTemplateAndOneLine() {
        Phone phone = phone(Map.of("message", "{problem}"));
        phone.on(troubled(ProblemKind.REJECTED, "{name} ${env:HOME}\n@everyone\u202e" + "x".repeat(1000)));
        timers.run(Duration.ofMinutes(1));

        assertThat(messages.get(0).text())
                .startsWith("{name} ${env:HOME} @everyone?xxx")
                .hasSize(500);
        assertThat(messages.get(0).text(value -> value.replace("@", "(at)"), String::length, 2000))
                .contains("(at)everyone");
    }

    @Test
    void wrongSettingsSayWhatIsPossible() {
        assertThatThrownBy(() -> phone(Map.of("on", List.of("change"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("notify.phone.on")
                .hasMessageContaining("changed, trouble, recovered, held");
        assertThatThrownBy(() -> phone(Map.of("on", List.of())))
                .hasMessageContaining("is empty")
                .hasMessageContaining("\"enabled\": false");
        assertThatThrownBy(() -> phone(Map.of("message", "{adress}")))
                .hasMessageContaining("has {adress}, which stands for nothing here; did you mean \"address\"?");
        assertThatThrownBy(() -> phone(Map.of("message", "{"))).hasMessageContaining("notify.phone.message");
        assertThatThrownBy(() -> phone(Map.of("atMostEvery", "0s"))).hasMessageContaining("notify.phone.atMostEvery");
    }
}
