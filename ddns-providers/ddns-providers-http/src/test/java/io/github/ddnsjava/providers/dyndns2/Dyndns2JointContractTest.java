package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Settings;

/** Both families in {@code myip}, answered by a line each; an absent one stays. */
class Dyndns2JointContractTest extends Dyndns2Contract {
    @Override
    FakeDyndns2 fake(FakeDyndns2 standard) {
        return standard.reads(FakeDyndns2.Reads.COMMA_LIST).answers(FakeDyndns2.Answers.LINE_PER_FAMILY);
    }

    @Override
    Settings settings(Settings standard) {
        return standard.with("families", "joint");
    }
}
