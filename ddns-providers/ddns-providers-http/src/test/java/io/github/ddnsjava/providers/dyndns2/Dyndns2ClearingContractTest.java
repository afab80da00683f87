package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Settings;

/** {@code myip} and {@code myipv6}; the service clears an absent family. */
class Dyndns2ClearingContractTest extends Dyndns2Contract {
    @Override
    FakeDyndns2 fake(FakeDyndns2 standard) {
        return standard.reads(FakeDyndns2.Reads.MYIPV6).clearsAbsentFamily();
    }

    @Override
    Settings settings(Settings standard) {
        return standard.with("families", "myipv6").with("absentFamily", "changes");
    }
}
