package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.DetectionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("promise-22")
class AddressTextPropertiesTest {
    @Property
    void noTextDoesMoreThanFail(@ForAll String text) {
        try {
            AddressText.detection(
                    text.getBytes(StandardCharsets.UTF_8), IpFamily.IPV4, "file x", "file", true, Duration.ZERO);
        } catch (DetectionException e) {
            assertThat(e.getMessage())
                    .startsWith("file x: ")
                    .matches(
                            "file x: (line [0-9]+ (is not just one address|(begins|ends) with .*|contains .*)|it is not .*)");
        }
    }
}
