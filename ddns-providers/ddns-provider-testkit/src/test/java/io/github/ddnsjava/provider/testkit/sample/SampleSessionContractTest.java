package io.github.ddnsjava.provider.testkit.sample;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A provider that logs in keeps to the contract. */
@Tag("promise-14")
@Tag("promise-22")
@Tag("thorough")
class SampleSessionContractTest extends SampleSessionContract {
    SampleSessionContractTest() {
        super(SampleProvider::withSession);
    }

    @AfterEach
    void stop() {
        close();
    }
}
