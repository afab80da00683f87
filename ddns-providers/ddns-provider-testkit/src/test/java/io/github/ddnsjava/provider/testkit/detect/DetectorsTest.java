package io.github.ddnsjava.provider.testkit.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetectors;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DetectorsTest {
    @Test
    void eachOneHasItsContract() {
        assertThat(IpDetectors.descriptors())
                .extracting(TypeDescriptor::id)
                .hasSizeGreaterThanOrEqualTo(13)
                .allSatisfy(id -> assertThat(getClass().getResource("/contract/" + contractOf(id) + ".txt"))
                        .as("the pinned cases of %s's contract", id)
                        .isNotNull());
    }

    /** The contract of {@code nat-pmp} is NatPmpDetectorContractTest. */
    private static String contractOf(String id) {
        return Arrays.stream(id.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "", "DetectorContractTest"));
    }
}
