package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.Placeholder;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Stands in for the real sources. */
public abstract class PlaceholderContract {
    /** For subclasses. */
    protected PlaceholderContract() {}

    /**
     * What is tested.
     *
     * @return a server
     */
    protected abstract WireMockServer server();

    @Test
    void holds() {
        Assertions.assertThat(Placeholder.length("abc")).isEqualTo(3);
    }
}
