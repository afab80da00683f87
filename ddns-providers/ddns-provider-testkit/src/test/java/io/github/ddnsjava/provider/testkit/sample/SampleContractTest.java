package io.github.ddnsjava.provider.testkit.sample;

import org.junit.jupiter.api.AfterEach;

/** A provider as an author would write one keeps to the contract. */
class SampleContractTest extends SampleContract {
    SampleContractTest() {
        super(SampleProvider::new);
    }

    @AfterEach
    void stop() {
        close();
    }
}
