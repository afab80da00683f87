package io.github.ddnsjava.internal.idn;

import static io.github.ddnsjava.internal.idn.IdnaTest.byIcu;
import static io.github.ddnsjava.internal.idn.IdnaTest.ours;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("promise-13")
class IdnaPropertiesTest {
    @Property(tries = 3000)
    void twoLabelsBecomeTheSameOnlyByCaseWidthAndNormalization(@ForAll("labels") String label) {
        Optional<String> aLabel = ours(label).filter(text -> text.startsWith("xn--"));
        if (aLabel.isPresent()) {
            StringBuilder narrow = new StringBuilder();
            label.codePoints()
                    .forEach(c -> narrow.append(
                            c >= 0xFF00 && c <= 0xFFEF
                                    ? Normalizer2.getNFKCInstance().normalize(UCharacter.toString(c))
                                    : UCharacter.toString(c)));
            StringBuilder lower = new StringBuilder();
            narrow.codePoints().map(UCharacter::toLowerCase).forEach(lower::appendCodePoint);
            String uLabel = Normalizer2.getNFCInstance().normalize(lower);

            // So the A-label tells the label, but for these three; and no other label has that A-label.
            assertThat(Punycode.decode(aLabel.get().substring(4))).contains(uLabel);
            assertThat(byIcu(label)).isEqualTo(aLabel.get());
            assertThat(ours(aLabel.get())).isEqualTo(aLabel);
        }
    }

    @Provide
    Arbitrary<String> labels() {
        Arbitrary<Integer> letters = Arbitraries.oneOf(
                Arbitraries.integers().between('a', 'z'),
                Arbitraries.integers().between('A', 'Z'),
                Arbitraries.of((int) 'ß', 0x03C2, 0x03C3, 0x03A3, 0x200C, 0x200D, 0x094D, 0x0915, 0x0131, 0x0307),
                Arbitraries.integers().between(0xC0, 0x24F),
                Arbitraries.integers().between(0x300, 0x5FF),
                Arbitraries.integers().between(0x900, 0x97F),
                Arbitraries.integers().between(0x1E00, 0x1FFF),
                Arbitraries.integers().between(0x3040, 0x30FF),
                Arbitraries.integers().between(0xAC00, 0xD7A3),
                Arbitraries.integers().between(0xFF01, 0xFFDC),
                Arbitraries.integers().between(0x10400, 0x1044F));
        return letters.list().ofMinSize(1).ofMaxSize(6).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }
}
