package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Settings;

/** A call per family and name: what every service takes. */
class Dyndns2SeparateContractTest extends Dyndns2Contract {
    @Override
    FakeDyndns2 fake(FakeDyndns2 standard) {
        return standard;
    }

    @Override
    Settings settings(Settings standard) {
        return standard;
    }
}
