package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

@Tag("promise-22")
class WhoamiPropertiesTest {
    private static final WhoamiQuestion QUESTION =
            new WhoamiQuestion(Name.fromConstantString("whoami.example."), true, false);

    @Property
    void noBytesDoMoreThanFail(@ForAll @Size(max = 300) byte[] bytes) {
        assertHarmless(QUESTION.query(IpFamily.IPV4), bytes);
    }

    @Property
    void noDamagedAnswerDoesMoreThanFail(
            @ForAll @IntRange(max = 60) int at, @ForAll byte value, @ForAll @IntRange(max = 70) int length)
            throws IOException {
        Message query = QUESTION.query(IpFamily.IPV4);
        byte[] answer = Arrays.copyOf(
                FakeWhoami.saying(List.of(IpAddress.parse("9.9.9.9"))).answer(query.toWire(), false), length);
        if (at < length) {
            answer[at] = value;
        }
        assertHarmless(query, answer);
    }

    private static void assertHarmless(Message query, byte[] bytes) {
        try {
            QUESTION.address(query, bytes);
        } catch (DetectionException e) {
            assertThat(e.getMessage()).startsWith("it").hasSizeLessThan(120);
        }
    }
}
