package io.github.ddnsjava.provider.testkit.sample;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A provider with zones as an author would write one keeps to the contract, against a fake of the kit. */
@Tag("promise-11")
@Tag("promise-12")
@Tag("promise-13")
@Tag("thorough")
class SampleZonesContractTest extends SampleZonesContract {
    SampleZonesContractTest() {
        super(SampleZonesProvider::new);
    }

    @AfterEach
    void stop() {
        close();
    }
}
