package io.github.ddnsjava.internal.idn;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Characters that IDNA2008 allows in some surroundings only (CONTEXTJ and CONTEXTO, RFC 5892 appendix A). A zero width
 * non-joiner is allowed after a virama only: the JDK lacks the data for its other rule. Stateless.
 */
final class ContextRules {
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;

    private ContextRules() {}

    /** Tells whether there is a rule for a character. */
    static boolean has(int c) {
        return switch (c) {
            case NON_JOINER, JOINER, 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB -> true;
            default -> isArabicIndicDigit(c) || isExtendedArabicIndicDigit(c);
        };
    }

    /** Tells whether the character at a place of a label has a rule, and it is fulfilled. */
    static boolean allow(int[] label, int at) {
        int before = at > 0 ? label[at - 1] : -1;
        int after = at < label.length - 1 ? label[at + 1] : -1;
        int c = label[at];
        return switch (c) {
            case NON_JOINER, JOINER -> before >= 0 && isVirama(before);
            case 0x00B7 -> before == 'l' && after == 'l';
            case 0x0375 -> after >= 0 && UnicodeScript.of(after) == UnicodeScript.GREEK;
            case 0x05F3, 0x05F4 -> before >= 0 && UnicodeScript.of(before) == UnicodeScript.HEBREW;
            case 0x30FB -> Arrays.stream(label).anyMatch(ContextRules::isJapanese);
            default ->
                isArabicIndicDigit(c) && Arrays.stream(label).noneMatch(ContextRules::isExtendedArabicIndicDigit)
                        || isExtendedArabicIndicDigit(c)
                                && Arrays.stream(label).noneMatch(ContextRules::isArabicIndicDigit);
        };
    }

    private static boolean isArabicIndicDigit(int c) {
        return c >= 0x0660 && c <= 0x0669;
    }

    private static boolean isExtendedArabicIndicDigit(int c) {
        return c >= 0x06F0 && c <= 0x06F9;
    }

    private static boolean isJapanese(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.HAN;
    }

    /**
     * Viramas have the canonical combining class 9, which the JDK does not tell; but its normalizer sorts marks by it.
     * U+3099 has class 8, U+05B0 class 10.
     */
    private static boolean isVirama(int c) {
        String mark = Character.toString(c);
        return isSortedBehind(mark, "\u3099") && isSortedBehind("\u05B0", mark);
    }

    /** Tells whether a mark has a higher class than another, so that the two change places. */
    private static boolean isSortedBehind(String mark, String other) {
        return !mark.equals(other)
                && Normalizer.normalize(mark + other, Normalizer.Form.NFD).equals(other + mark);
    }
}
