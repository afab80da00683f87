package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.json.JsonReader;
import java.time.Duration;
import java.util.List;
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

    @Test
    void ofAListedItemThePathsOfNameAndIdAreReadAndWhatIsNoHostNameIsLeftOut() {
        List<JsonReader> items = JsonReader.parse(
                        "zones",
                        "[{\"zone\":{\"name\":\"example.com\"},\"id\":7},{\"zone\":{\"name\":\"com\"},\"id\":8}]")
                .asList();

        assertThat(Zone.all(items, "zone/name", "id")).containsExactly(new Zone(DnsName.of("example.com"), "7"));
        assertThat(Zone.all(items, "zone/name")).containsExactly(new Zone(DnsName.of("example.com"), "example.com"));
    }

    @Test
    void aHandleComesBackByItsTypeAndCountsForNothingElse() {
        Zone zone = new Zone(DnsName.of("example.com"), "7");
        Zone withHandle = zone.withHandle(Duration.ofHours(1));

        assertThat(withHandle.handle(Duration.class)).isEqualTo(Duration.ofHours(1));
        assertThat(withHandle).isEqualTo(zone).hasSameHashCodeAs(zone).hasToString("example.com (7)");
        assertThat(Zone.named("example.com").orElseThrow())
                .hasToString("example.com")
                .isNotEqualTo(zone);
        assertThatThrownBy(() -> zone.handle(Duration.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.time.Duration");
        assertThatThrownBy(() -> withHandle.handle(String.class)).isInstanceOf(IllegalStateException.class);
    }
}
