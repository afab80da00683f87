package io.github.ddnsjava.internal.idn;

import io.github.ddnsjava.internal.text.OutsideText;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Which characters IDNA2008 allows wherever they stand (PVALID of RFC 5892), derived from the Unicode data of the JVM. A
 * character that this Unicode version does not know is not allowed. Stateless.
 */
final class IdnaTables {
    private IdnaTables() {}

    static boolean isValid(int c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
        }
        return switch (c) {
            // Section 2.6, exceptions: sharp s, final sigma, and what is no letter but as good as one …
            case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007 -> true;
            // … and letters and marks that are no good in names.
            case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B -> false;
            default ->
                isLetterMarkOrDigit(c)
                        && isStable(c)
                        && !OutsideText.isBlank(c)
                        && !isIgnorableBlock(c)
                        && !isOldHangulJamo(c)
                        && !ContextRules.has(c);
        };
    }

    private static boolean isLetterMarkOrDigit(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> false;
        };
    }

    static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** Section 2.2: neither case folding nor compatibility makes another character of it. */
    private static boolean isStable(int c) {
        String itself = Character.toString(c);
        if (!Normalizer.normalize(itself, Normalizer.Form.NFKC).equals(itself)) {
            return false;
        }
        if (isCherokee(c)) {
            // Its folding is to capital letters, which were there first.
            return c >= 0x13A0 && c <= 0x13F5;
        }
        // The JDK has no case folding; over capitals, only the dotless i becomes another letter that folding leaves.
        StringBuilder folded = new StringBuilder();
        itself.toUpperCase(Locale.ROOT).codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return c == 0x0131 || Normalizer.normalize(folded, Normalizer.Form.NFKC).equals(itself);
    }

    /** Tells whether a character is one that even an A-label of newer letters, or of an emoji, cannot have. */
    static boolean isNeverInNames(int c) {
        return Character.isISOControl(c)
                || Character.isSpaceChar(c)
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    static boolean isCherokee(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.CHEROKEE;
    }

    /** Section 2.4. */
    private static boolean isIgnorableBlock(int c) {
        return c >= 0x20D0 && c <= 0x20FF || c >= 0x1D100 && c <= 0x1D24F;
    }

    /** Section 2.9: what is left of them where they do not form a syllable. */
    private static boolean isOldHangulJamo(int c) {
        return c >= 0x1100 && c <= 0x11FF || c >= 0xA960 && c <= 0xA97F || c >= 0xD7B0 && c <= 0xD7FF;
    }
}
