package io.github.ddnsjava.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The list of the providers that are one class. */
class HttpProvidersTest {
    @Test
    void eachIdLeadsToTheTypeThatIsCalledSo() {
        assertThat(new HttpProviders().descriptions())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        (id, description) -> assertThat(description.get().id()).isEqualTo(id));
    }
}
