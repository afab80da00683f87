package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.MeasuredLife;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host's registry shows of an updater. */
class DdnsMetricsTest {
    private static final String A1 = "93.184.216.1";
    private static final String A2 = "93.184.216.2";
    private static final String A3 = "93.184.216.3";
    private static final Pattern NAME_OF_A_SAMPLE = Pattern.compile("^(ddns_[a-z_]+)", Pattern.MULTILINE);

    private long offset;
    private MeasuredLife life;
    private DdnsMetrics metrics;
    /** Follows the virtual time as soon as there is one. */
    private final Clock clock = new Clock() {
        @Override
        public long wallTime() {
            return TimeUnit.NANOSECONDS.toMillis(monotonicTime());
        }

        @Override
        public long monotonicTime() {
            return life == null ? offset : MeasuredLife.nanos(life);
        }
    };

    private final PrometheusMeterRegistry prometheus =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);

    private void begin(MeterRegistry registry) {
        offset = 1_772_366_400_000_000_000L; // the beginning of the virtual time, 2026-03-01T12:00:00Z
        life = new MeasuredLife(updater -> {
            metrics = new DdnsMetrics(updater, Tag.of("line", "office"));
            metrics.bindTo(registry);
        });
    }

    @AfterEach
    void end() {
        if (life != null) {
            life.close();
        }
    }

    private void happens() {
        life.movesTo(A2);
        life.providerIsDown();
        life.movesTo(A3);
        life.providerWorks();
        life.pass(Duration.ofHours(2));
        life.oneSourceLags(A3, A1);
        life.detectorFails();
        life.detectorHasADefect();
        life.listenerHasADefect();
        life.providerHasADefect();
        life.movesTo(A1);
        life.providerWorks();
        life.pass(Duration.ofHours(2));
    }

    private double value(String name, String... tags) {
        return prometheus
                .get(name)
                .tags(tags)
                .meters()
                .iterator()
                .next()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void everyMeterIsInAScrapeAfterALife() {
        begin(prometheus);
        happens();
        life.providerIsDown();
        life.movesTo(A2);

        Set<String> samples = new TreeSet<>();
        Matcher matcher = NAME_OF_A_SAMPLE.matcher(prometheus.scrape());
        while (matcher.find()) {
            samples.add(matcher.group(1));
        }
        for (MeterSpec spec : MeterSpec.values()) {
            String name = spec.id.replace('.', '_');
            String sample = switch (spec.type) {
                case COUNTER -> name + "_total";
                case TIMER -> name + "_seconds_count";
                case GAUGE -> name;
                case TIME_GAUGE -> name + "_seconds";
            };
            assertThat(samples).as(spec.name()).contains(sample);
        }
    }

    @Test
    void allMetersOfANameHaveTheSameKeysAndTheHelpOfTheList() {
        begin(prometheus);
        happens();

        assertThat(prometheus.getMeters())
                .hasSizeGreaterThan(MeterSpec.values().length)
                .allSatisfy(meter -> {
                    MeterSpec spec = spec(meter);
                    Set<String> keys =
                            meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
                    Set<String> expected = new TreeSet<>(spec.keys);
                    expected.add("line");
                    assertThat(keys).as(spec.id).isEqualTo(expected);
                    assertThat(meter.getId().getDescription())
                            .isEqualTo(spec.help)
                            .isNotBlank();
                    assertThat(meter.getId().getTags())
                            .noneMatch(tag -> tag.getValue().isEmpty());
                });
        assertThat(prometheus.scrape().lines().filter(line -> line.startsWith("# HELP")))
                .allMatch(line -> line.split(" ", 4).length == 4);
    }

    private static MeterSpec spec(Meter meter) {
        for (MeterSpec spec : MeterSpec.values()) {
            if (spec.id.equals(meter.getId().getName())) {
                return spec;
            }
        }
        throw new AssertionError(meter.getId() + " is not in the list of meters");
    }

    @Test
    void onlyGaugesHaveNamesOfRecords() {
        begin(prometheus);
        happens();

        assertThat(prometheus.getMeters())
                .filteredOn(meter -> meter.getId().toString().contains("home.example.com"))
                .isNotEmpty()
                .allMatch(meter -> meter.getId().getType() == Meter.Type.GAUGE);
    }

    @Test
    void aScrapeContainsNoAddress() {
        begin(prometheus);
        happens();

        assertThat(prometheus.scrape()).doesNotContain("93.184.216");
    }

    @Test
    void changesAndExchangesAreCountedByProvider() {
        begin(prometheus);
        life.movesTo(A2);

        assertThat(value("ddns.changes", "provider", "default", "type", "A", "outcome", "created"))
                .isOne();
        assertThat(value("ddns.changes", "outcome", "updated")).isOne();
        assertThat(value("ddns.decisions", "intent", "ensure", "type", "A")).isEqualTo(2);
        assertThat(value("ddns.exchanges", "provider", "default", "verb", "PATCH", "outcome", "success"))
                .isEqualTo(2);
        assertThat(life.events(UpdateEvent.Exchanged.class)).allMatch(event -> event.cycle() > 0);
    }

    @Test
    void theLatencyOfAChangeCountsFromTheFirstDetectionWhateverFailsInBetween() {
        begin(prometheus);
        life.providerIsDown();
        life.movesTo(A2);
        life.pass(Duration.ofMinutes(20));
        life.providerWorks();
        life.pass(Duration.ofHours(2));

        List<UpdateEvent.Changed> changes = life.events(UpdateEvent.Changed.class);
        UpdateEvent.Changed last = changes.get(changes.size() - 1);
        UpdateEvent.Detected first = life.events(UpdateEvent.Detected.class).stream()
                .filter(event -> event.detection().addresses().toString().contains(A2))
                .findFirst()
                .orElseThrow();
        assertThat(last.elapsed())
                .isEqualTo(Duration.between(first.at(), last.at()))
                .isGreaterThan(Duration.ofMinutes(15));
        assertThat(last.attempt()).isGreaterThan(2);
        assertThat(prometheus.get("ddns.retries").counter().count()).isEqualTo(last.attempt() - 1);
    }

    @Test
    void aSourceThatDisagreesIsCounted() {
        begin(prometheus);
        life.oneSourceLags(A1, A3);

        assertThat(value("ddns.source.answers", "source", "https://three.example", "verdict", "disagreed"))
                .isOne();
        assertThat(value("ddns.source.answers", "source", "https://two.example", "verdict", "agreed"))
                .isOne();
    }

    @Test
    void exceptionsThatNobodyExpectedAreCountedByPart() {
        begin(prometheus);
        assertThat(value("ddns.defects", "part", "engine")).isZero();
        life.listenerHasADefect();
        life.notificationHasADefect();
        life.detectorHasADefect();
        life.providerHasADefect();
        life.movesTo(A2);
        metrics.countHttpDefect();

        assertThat(value("ddns.defects", "part", "listener")).isEqualTo(2);
        assertThat(value("ddns.defects", "part", "detector")).isPositive();
        assertThat(value("ddns.defects", "part", "provider")).isPositive();
        assertThat(value("ddns.defects", "part", "http")).isOne();
        assertThat(value("ddns.defects", "part", "engine")).isZero();
    }

    @Test
    void theBreakerAndTheRecordsFollowTheStatus() {
        begin(prometheus);
        assertThat(value("ddns.breaker", "state", "closed")).isOne();
        assertThat(value("ddns.record.in.sync", "name", "home.example.com", "type", "A"))
                .isOne();
        assertThat(value("ddns.records", "outcome", "unchanged")).isOne();

        life.providerIsOverloaded();
        life.movesTo(A2);
        life.pass(Duration.ofMinutes(20));
        assertThat(value("ddns.breaker", "state", "open") + value("ddns.breaker", "state", "half-open"))
                .isOne();
        assertThat(value("ddns.breaker", "state", "closed")).isZero();
        assertThat(value("ddns.records", "outcome", "failed")).isPositive();
        assertThat(value("ddns.record.in.sync", "name", "home.example.com", "type", "A"))
                .isZero();

        life.providerWorks();
        life.pass(Duration.ofHours(2));
        life.providerRefuses();
        life.movesTo(A3);
        assertThat(value("ddns.holds", "kind", "authentication")).isPositive();
    }

    @Test
    void agesGrowUntilTheNextSuccess() {
        begin(prometheus);
        life.detectorFails();
        life.pass(Duration.ofMinutes(54));
        assertThat(value("ddns.cycle.age")).isCloseTo(3600, within(400.0));
        assertThat(value("ddns.step.age", "step", "publish")).isCloseTo(3600, within(400.0));

        life.movesTo(A1);
        life.pass(Duration.ofMinutes(1));
        assertThat(value("ddns.cycle.age")).isLessThan(400);
        assertThat(value("ddns.step.age", "step", "publish")).isGreaterThan(3000);
    }

    /** Who knows nothing else can say for each record whether it is in sync, since when not, and why. */
    @Test
    void aRecordInTroubleHasItsReasonAndItsAgeAndOthersHaveNothing() {
        begin(prometheus);
        assertThat(troubles()).as("all records are in sync").isEmpty();

        life.providerIsDown();
        life.movesTo(A2);
        life.pass(Duration.ofHours(2));
        assertThat(troubles()).containsExactly("home.example.com A transient");
        assertThat(value("ddns.record.trouble.age")).isCloseTo(7200, within(400.0));

        life.providerRefuses();
        life.pass(Duration.ofHours(2));
        assertThat(troubles()).as("it became another trouble").containsExactly("home.example.com A authentication");
        assertThat(value("ddns.record.trouble.age"))
                .as("and has been out of sync since the first")
                .isCloseTo(14_400, within(800.0));

        life.hasOnly("other.example.com");
        life.providerWorks();
        life.pass(Duration.ofHours(30));
        assertThat(troubles()).isEmpty();
    }

    /** Such a cycle lasts as long as it tries again. */
    @Test
    void aTroubleIsShownBeforeItsCycleEnds() {
        begin(prometheus);
        life.providerIsDown();
        long cycles = life.events(UpdateEvent.CycleEnded.class).size();
        life.movesTo(A2, Duration.ofSeconds(1), () -> !troubles().isEmpty());

        assertThat(troubles()).containsExactly("home.example.com A transient");
        assertThat(life.events(UpdateEvent.Troubled.class)).hasSize(1);
        assertThat(life.events(UpdateEvent.CycleEnded.class).stream().skip(cycles))
                .as("none that was in trouble")
                .allMatch(UpdateEvent.CycleEnded::isGood);
    }

    @Test
    void aRecordWhoseAddressIsUnknownIsInTroubleSinceItsDetectorFails() {
        begin(prometheus);
        life.detectorFails();
        life.pass(Duration.ofHours(1));
        assertThat(troubles()).containsExactly("home.example.com A detection");
        assertThat(value("ddns.record.trouble.age")).isCloseTo(3600, within(400.0));

        life.movesTo(A2);
        life.pass(Duration.ofMinutes(10));
        assertThat(troubles()).isEmpty();
    }

    private List<String> troubles() {
        return prometheus.find("ddns.record.trouble.age").gauges().stream()
                .map(gauge -> gauge.getId().getTag("name") + " " + gauge.getId().getTag("type") + " "
                        + gauge.getId().getTag("kind"))
                .toList();
    }

    @Test
    void recordsThatWereReplacedAreNoLongerMeasured() {
        begin(prometheus);
        life.hasOnly("other.example.com");

        assertThat(prometheus.get("ddns.record.in.sync").gauges())
                .extracting(gauge -> gauge.getId().getTag("name"))
                .containsExactly("other.example.com");
        assertThat(value("ddns.record.in.sync")).isOne();
    }

    @Test
    void asManyRecordsAsTheHostAllowsAreNamed() {
        SimpleMeterRegistry one = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        SimpleMeterRegistry none = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        begin(prometheus);
        new DdnsMetrics(life.updater(), 1).bindTo(one);
        new DdnsMetrics(life.updater(), 0).bindTo(none);

        assertThat(prometheus.get("ddns.record.in.sync").gauges()).hasSize(2);
        assertThat(one.get("ddns.record.in.sync").gauges()).hasSize(1);
        assertThat(none.find("ddns.record.in.sync").gauges()).isEmpty();
        assertThatThrownBy(() -> new DdnsMetrics(life.updater(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mostRecords is -1; use 0 or more");
    }

    @Test
    void nothingIsCountedAfterClose() {
        begin(prometheus);
        metrics.close();
        life.movesTo(A2);

        assertThat(prometheus.find("ddns.changes").tag("outcome", "updated").meters())
                .isEmpty();
    }

    @Test
    void aRegistryWithoutBackendsDoesNoHarm() {
        begin(new CompositeMeterRegistry());
        happens();

        assertThat(life.events(UpdateEvent.Changed.class)).hasSizeGreaterThan(2);
    }
}
