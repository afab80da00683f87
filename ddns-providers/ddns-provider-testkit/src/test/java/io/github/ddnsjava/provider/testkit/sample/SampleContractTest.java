package io.github.ddnsjava.provider.testkit.sample;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A provider as an author would write one keeps to the contract. */
@Tag("promise-14")
@Tag("promise-15")
@Tag("promise-22")
class SampleContractTest extends SampleContract {
    SampleContractTest() {
        super(SampleProvider::new);
    }

    @AfterEach
    void stop() {
        close();
    }
}
