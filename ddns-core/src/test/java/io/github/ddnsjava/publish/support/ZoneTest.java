package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTest {
    @Test
    void aListedZoneIsReadWithOrWithoutADotAtTheEnd() {
        Zone expected = new Zone(DnsName.of("example.com"), "7");
        assertThat(Zone.named("example.com", "7")).contains(expected);
        assertThat(Zone.named("Example.COM.", "7")).contains(expected);
        assertThat(Zone.named("example.com")).contains(new Zone(DnsName.of("example.com"), "example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/26.2.0.192.in-addr.arpa", "com", "", "."})
    void aZoneThatCanHaveNoHostNameIsNone(String name) {
        assertThat(Zone.named(name, "7")).isEmpty();
        assertThat(Zone.named(name)).isEmpty();
    }
}
