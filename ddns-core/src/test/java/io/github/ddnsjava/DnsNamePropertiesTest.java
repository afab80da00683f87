package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DnsNamePropertiesTest {
    @Property
    void anyTextIsRefusedOrBecomesCanonical(@ForAll String text) {
        DnsName name;
        try {
            name = DnsName.of(text + ".example.com");
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(name.toString()).matches("(\\*\\.)?[a-z0-9_.-]{1,253}");
        assertThat(DnsName.of(name.toString())).isEqualTo(name);
    }
}
