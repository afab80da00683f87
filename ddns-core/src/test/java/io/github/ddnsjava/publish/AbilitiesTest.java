package io.github.ddnsjava.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of abilities. The manual has them, so two processes must say them in one order. */
class AbilitiesTest {
    @Test
    void attributesAreInTheOrderOfTheirNames() {
        Abilities.Builder builder = Abilities.forZones();
        Stream.of("h", "c", "g", "a", "f", "b", "e", "d")
                .forEach(name -> builder.attribute(AttributeSpec.of(name, AttributeSpec.Type.TEXT, "a text")));

        assertThat(builder.build().inWords())
                .startsWith(
                        "reads records",
                        "removes addresses",
                        "takes wildcard names",
                        "keeps several addresses at a name")
                .filteredOn(words -> words.startsWith("sets"))
                .extracting(words -> words.substring(0, 8))
                .containsExactly(
                        "sets `a`", "sets `b`", "sets `c`", "sets `d`", "sets `e`", "sets `f`", "sets `g`", "sets `h`");
    }

    /** 2,147,483,647 seconds are 68 years, and nobody's bound. */
    @Test
    void aTtlWithoutABoundOfTheVendorsIsSaidInPlainWords() {
        assertThat(Abilities.forZones()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                        .build()
                        .inWords())
                .contains("sets `ttl`: 1m or more");
        assertThat(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofDays(1)).allowed())
                .isEqualTo("1m..1d");
    }

    @Test
    void whatOnlyWritesSaysSoAndWhatItSends() {
        Abilities abilities = Abilities.builder()
                .families(EnumSet.of(IpFamily.IPV4))
                .needsZone()
                .hostsPerCall(20)
                .rateLimit(60, Duration.ofMinutes(1))
                .refreshEvery(Duration.ofDays(25))
                .build();

        assertThat(abilities.inWords())
                .containsExactly(
                        "publishes ipv4 alone",
                        "writes only",
                        "must be told the zone of each record",
                        "updates up to 20 names in one call",
                        "touches a name every 25d",
                        "sends at most 60 requests in 1m");
    }
}
