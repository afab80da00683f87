package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Attributes that a program gives as texts are those that a configuration gives. */
@ExtendWith(OnThePath.class)
class AttributeTextsTest {
    private DnsProvider provider;

    @BeforeEach
    void makeAProvider() {
        provider = DnsProviders.create("test-full", Settings.of("token", "t"));
    }

    private static ManagedRecord record(Attributes attributes) {
        return ManagedRecord.builder("home.example.com", RecordType.A)
                .attributes(attributes)
                .build();
    }

    @Test
    void textsBecomeTheValuesThatTheProviderDeclares() {
        Attributes texts = Attributes.none()
                .ensure("ttl", "5m")
                .initial("proxied", "true")
                .ensure("comment", "true")
                .ensure("tags", "a:b, c:d");
        Attributes values = Attributes.none()
                .ensure("ttl", Duration.ofMinutes(5))
                .initial("proxied", true)
                .ensure("comment", "true")
                .ensure("tags", List.of("a:b", "c:d"));

        List<ManagedRecord> declared =
                RecordChecks.asDeclared(List.of(record(texts), record(values)), Map.of("default", provider));

        assertThat(declared).extracting(ManagedRecord::attributes).containsExactly(values, values);
        assertThat(declared.get(0).fingerprint()).isEqualTo(declared.get(1).fingerprint());
    }

    @Test
    void anUpdaterTakesTextsAndRefusesWhatIsNone() {
        Updater.builder()
                .pushed()
                .provider(provider)
                .record(record(Attributes.none().ensure("ttl", "5m")))
                .build()
                .close();

        assertThatThrownBy(() -> Updater.builder()
                        .pushed()
                        .provider(provider)
                        .record(record(Attributes.none().ensure("ttl", "soon")))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("records[0].ttl: is \"soon\"");
    }
}
