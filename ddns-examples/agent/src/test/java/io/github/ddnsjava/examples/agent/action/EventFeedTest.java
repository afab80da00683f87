package io.github.ddnsjava.examples.agent.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.Intent;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events as JSON. */
class EventFeedTest {
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
    private static final RecordKey KEY = RecordKey.of("home.example.com", RecordType.A);
    private static final IpAddress ADDRESS = IpAddress.parse("203.0.113.7");
    private static final Problem PROBLEM = Problem.of(ProblemKind.AUTHENTICATION, "refused");
    private static final DetectionReport DETECTION =
            new DetectionReport("wan", IpFamily.IPV4, DetectionReport.Verdict.FOUND, List.of(ADDRESS), List.of(), "");

    private static final ReconfigurationReport.Changes<String> NONE = new ReconfigurationReport.Changes<String>(
            new TreeSet<String>(), new TreeSet<String>(), new TreeSet<String>(), 1);

    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(Instant.class, AT),
            Map.entry(RecordKey.class, KEY),
            Map.entry(Problem.class, PROBLEM),
            Map.entry(Optional.class, Optional.of(AT)),
            Map.entry(Duration.class, Duration.ofSeconds(3)),
            Map.entry(boolean.class, true),
            Map.entry(int.class, 2),
            Map.entry(long.class, 7L),
            Map.entry(Intent.class, Intent.ENSURE),
            Map.entry(DefectPart.class, DefectPart.PROVIDER),
            Map.entry(String.class, "text"),
            Map.entry(IpFamily.class, IpFamily.IPV4),
            Map.entry(Outcome.class, Outcome.UPDATED),
            Map.entry(Set.class, Set.of(ADDRESS)),
            Map.entry(List.class, List.of(new StackTraceElement("com.example.Policy", "decide", "Policy.java", 12))),
            Map.entry(DetectionReport.class, DETECTION),
            Map.entry(
                    UpdateReport.class,
                    new UpdateReport(
                            List.of(new RecordReport(
                                    KEY, Outcome.FAILED, List.of(), List.of(), Optional.of(AT), Optional.of(PROBLEM))),
                            List.of(DETECTION))),
            Map.entry(
                    ReconfigurationReport.class,
                    new ReconfigurationReport(
                            new ReconfigurationReport.Changes<RecordKey>(
                                    new TreeSet<RecordKey>(Set.of(KEY)),
                                    new TreeSet<RecordKey>(),
                                    new TreeSet<RecordKey>(),
                                    2),
                            NONE,
                            NONE,
                            new TreeSet<>(Set.of("schedule")),
                            new TreeSet<>())));

    private static Stream<Class<?>> kinds(Class<?> of) {
        return of.isRecord()
                ? Stream.of(of)
                : Arrays.stream(of.getPermittedSubclasses())
                        .flatMap(EventFeedTest::kinds)
                        .distinct();
    }

    @Test
    void everyKindOfEventIsShown() throws ReflectiveOperationException {
        List<EventFeed.Item> items = new ArrayList<>();
        EventFeed feed = new EventFeed();
        feed.subscribe(items::add);
        List<Class<?>> kinds = kinds(UpdateEvent.class).toList();
        for (Class<?> kind : kinds) {
            RecordComponent[] components = kind.getRecordComponents();
            Constructor<?> made = kind.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            feed.on((UpdateEvent) made.newInstance(Arrays.stream(components)
                    .map(component -> VALUES.get(component.getType()))
                    .toArray()));
        }
        assertThat(items).hasSameSizeAs(kinds).hasSizeGreaterThan(12);
        assertThat(items)
                .allSatisfy(item -> assertThat(item.json())
                        .startsWith("{\"at\":\"2026-11-30T12:00:00Z\"")
                        .doesNotContain("Optional[", "@", "\n"))
                .contains(
                        new EventFeed.Item(
                                "recovered",
                                "{\"at\":\"2026-11-30T12:00:00Z\",\"name\":\"home.example.com\",\"type\":\"A\",\"provider\":\"default\",\"cycle\":7}"),
                        new EventFeed.Item(
                                "detector-troubled",
                                "{\"at\":\"2026-11-30T12:00:00Z\",\"detector\":\"text\",\"family\":\"ipv4\",\"problem\":{\"kind\":\"authentication\",\"message\":\"refused\"}}"));
    }

    @Test
    void whoHasEndedIsShownNothing() {
        List<EventFeed.Item> items = new ArrayList<>();
        EventFeed feed = new EventFeed();
        feed.subscribe(items::add).end();
        feed.on(new UpdateEvent.Recovered(AT, KEY, 1));
        assertThat(items).isEmpty();
    }
}
