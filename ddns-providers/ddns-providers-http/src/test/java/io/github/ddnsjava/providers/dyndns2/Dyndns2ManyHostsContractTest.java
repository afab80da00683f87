package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Settings;

/** Twenty names in a call, a bare word for each. */
class Dyndns2ManyHostsContractTest extends Dyndns2Contract {
    @Override
    FakeDyndns2 fake(FakeDyndns2 standard) {
        return standard.answers(FakeDyndns2.Answers.BARE);
    }

    @Override
    Settings settings(Settings standard) {
        return standard.with("maxHosts", 20);
    }
}
