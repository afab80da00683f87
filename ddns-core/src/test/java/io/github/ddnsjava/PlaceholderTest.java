package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    void wireMockStarts() {
        WireMockServer server = new WireMockServer(0);
        server.start();
        assertThat(server.port()).isPositive();
        server.stop();
    }

    @Test
    void archUnitReads() {
        assertThat(new ClassFileImporter().importPackages("io.github.ddnsjava")).isNotEmpty();
    }

    @Property
    boolean lengthIsNeverNegative(@ForAll String text) {
        return Placeholder.length(text) >= 0;
    }
}
