package io.github.ddnsjava.internal.idn;

import io.github.ddnsjava.internal.text.OutsideText;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * IDNA2008: the A-label of a label with letters outside ASCII (RFC 5891). The JDK's {@code IDN} is IDNA2003, which makes
 * {@code strasse} of {@code straße}: another name, of another owner.
 *
 * <p>Before that, a label is mapped as people expect (RFC 5895): to lower case, from full or half width, and to Unicode's
 * form NFC. Nothing else is mapped: what IDNA2008 does not have (symbols, emoji, ligatures, letters that this JVM's
 * Unicode does not know), or what could be meant in two ways, is refused; then the A-label can be written. Stateless.
 */
public final class Idna {
    private static final String PREFIX = "xn--";
    private static final String REMEDY = "; write the A-label, which begins with xn--";

    private Idna() {}

    /** Returns a name with full stops between its labels, where it has one of the three others that IDNA takes. */
    public static String withFullStops(String name) {
        return name.replace('\u3002', '.').replace('\uFF0E', '.').replace('\uFF61', '.');
    }

    /**
     * Returns a label as DNS has it, in lower case. An ASCII label is only checked if it claims to be an A-label.
     *
     * @throws IllegalArgumentException if there is no such label; the message says why
     */
    public static String toAscii(String label) {
        if (label.chars().allMatch(c -> c < 128)) {
            String ascii = label.toLowerCase(Locale.ROOT);
            if (ascii.startsWith(PREFIX)) {
                checkALabel(ascii);
            }
            return ascii;
        }
        String mapped = mapped(label);
        checkULabel(mapped);
        if (mapped.chars().allMatch(c -> c < 128)) {
            return mapped;
        }
        return PREFIX + Punycode.encode(mapped);
    }

    private static void checkALabel(String label) {
        Optional<String> decoded = Punycode.decode(label.substring(PREFIX.length()));
        if (decoded.isEmpty()
                || decoded.get().chars().allMatch(c -> c < 128)
                || decoded.get().codePoints().anyMatch(IdnaTables::isNeverInNames)) {
            throw new IllegalArgumentException("\"" + label + "\" begins with xn--, but is no A-label (RFC 5891)");
        }
    }

    private static String mapped(String label) {
        StringBuilder mapped = new StringBuilder();
        label.codePoints().forEach(c -> {
            boolean wide = c >= 0xFF00 && c <= 0xFFEF;
            String narrow =
                    wide ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC) : Character.toString(c);
            narrow.codePoints().map(Idna::lowerCase).forEach(mapped::appendCodePoint);
        });
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    private static int lowerCase(int c) {
        // Its lower case is two characters, and that of a capital sharp s was "ss" in UTS 46 before Unicode 15.1.
        if (c == 0x0130 || c == 0x1E9E) {
            throw refusal(c, "is mapped to lower case in different ways");
        }
        return IdnaTables.isCherokee(c) ? c : Character.toLowerCase(c);
    }

    private static void checkULabel(String label) {
        int[] codePoints = label.codePoints().toArray();
        if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
            throw new IllegalArgumentException("an international label has a hyphen at its beginning or end, or two as"
                    + " its third and fourth character");
        }
        if (IdnaTables.isMark(codePoints[0])) {
            throw refusal(codePoints[0], "begins a label, though it is a mark on the character before it");
        }
        for (int i = 0; i < codePoints.length; i++) {
            if (!IdnaTables.isValid(codePoints[i]) && !ContextRules.allow(codePoints, i)) {
                throw refusal(
                        codePoints[i],
                        ContextRules.has(codePoints[i])
                                ? "is not allowed at this place of an international name"
                                : "is not allowed in international names");
            }
        }
        if (!BidiRule.allows(codePoints)) {
            throw new IllegalArgumentException("a label mixes characters that are written from right to left with"
                    + " others, against the Bidi rule (RFC 5893)" + REMEDY);
        }
    }

    private static IllegalArgumentException refusal(int codePoint, String why) {
        return new IllegalArgumentException(OutsideText.name(codePoint) + " " + why + " (IDNA2008)" + REMEDY);
    }
}
