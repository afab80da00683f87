package io.github.ddnsjava.provider.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Faults on demand, and discovery; what the provider does right is the contract's matter. */
class MemoryProviderTest {
    private static final RecordChange CHANGE =
            Changes.ensure("home.example.com", "192.0.2.1").build();
    private static final Set<IpAddress> WANTED = CHANGE.addresses();

    private final MemoryDns dns = MemoryDns.of("example.com");
    private final MemoryProvider provider = new MemoryProvider(dns);

    private ChangeResult publish(DnsProvider to) throws InterruptedException {
        return RecordingPublication.standard().run(to, List.of(CHANGE)).get(CHANGE.key());
    }

    private Set<IpAddress> served() {
        return dns.addresses("home.example.com", RecordType.A);
    }

    @Test
    void failsTheNextCallAndThenNoMore() throws Exception {
        RateLimitedException limited = new RateLimitedException("later", Optional.of(Duration.ofMinutes(1)));
        dns.faults().failNext(limited);
        assertThat(publish(provider)).isEqualTo(new ChangeResult.Failed(limited.problem()));
        assertThat(dns.writes()).isZero();
        assertThat(publish(provider)).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    void failsTheNextWriteAndNoRead() throws Exception {
        dns.faults().failNextWrite(TransientException.unknownOutcome("cut", null));
        assertThat(publish(provider)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(served()).isEmpty();
        assertThat(dns.writes()).isEqualTo(1);
    }

    @Test
    void losesAnAnswerAfterTheWriteHappened() throws Exception {
        dns.faults().loseNextAnswer();
        assertThat(publish(provider)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(served()).isEqualTo(WANTED);
        assertThat(publish(provider)).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void showsAWriteLateWhereReadsLag() throws Exception {
        dns.lag(1);
        publish(provider);
        assertThat(provider.read(List.of(CHANGE), RecordingPublication.standard())
                        .get(0)
                        .addresses())
                .isEmpty();
        assertThat(provider.read(List.of(CHANGE), RecordingPublication.standard())
                        .get(0)
                        .addresses())
                .isEqualTo(WANTED);
    }

    @Test
    void clampsATimeToLiveAndSaysSo() throws Exception {
        dns.minTtl(Duration.ofMinutes(5));
        RecordChange change = Changes.ensure("home.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(1)))
                .build();
        assertThat(RecordingPublication.standard()
                        .run(provider, List.of(change))
                        .get(change.key()))
                .extracting(result -> ((ChangeResult.Applied) result).effective())
                .isEqualTo(Map.of(Attributes.TTL, Duration.ofMinutes(5)));
    }

    @Test
    void namesARemovedZone() {
        dns.removeZone(DnsName.of("example.com"));
        assertThatThrownBy(() -> dns.records(DnsName.of("example.com")))
                .hasMessageContaining("there is no zone example.com");
    }

    @Test
    void countsAndFailsWritesOfTheSimpleOne() throws Exception {
        MemorySimpleProvider simple = new MemorySimpleProvider(Abilities.Joint.SEPARATE);
        simple.put(CHANGE.name(), CHANGE.type(), Set.of());
        simple.faults().loseNextAnswer();
        assertThat(publish(simple)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(simple.get(CHANGE.name(), CHANGE.type())).isEqualTo(WANTED);
        assertThat(simple.writes()).isEqualTo(1);
    }

    @Test
    void isFoundByItsId() throws Exception {
        assertThat(DnsProviders.load().descriptors())
                .extracting(TypeDescriptor::id)
                .contains("memory");
        MemoryProvider found = (MemoryProvider)
                DnsProviders.create("memory", Settings.of("zones", List.of("example.com"), "account", "one"));
        assertThat(publish(found)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(found.dns().addresses("home.example.com", RecordType.A)).isEqualTo(WANTED);
        assertThat(found.account()).isNotEqualTo(provider.account());
    }
}
