package io.github.ddnsjava.internal.idn;

import java.util.Arrays;

/** The rule for a label with characters that are written from right to left (RFC 5893 section 2). Stateless. */
final class BidiRule {
    private BidiRule() {}

    /** Tells whether a label has no such character, or fulfils the rule. */
    static boolean allows(int[] label) {
        if (Arrays.stream(label).noneMatch(BidiRule::isRightToLeft)) {
            return true;
        }
        int first = Character.getDirectionality(label[0]);
        boolean european = Arrays.stream(label)
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_EUROPEAN_NUMBER);
        boolean arabic = Arrays.stream(label)
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_ARABIC_NUMBER);
        return (first == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || first == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
                && Arrays.stream(label)
                        .noneMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                && endsWell(label)
                && !(european && arabic);
    }

    private static boolean isRightToLeft(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean endsWell(int[] label) {
        int end = label.length - 1;
        while (end > 0 && Character.getDirectionality(label[end]) == Character.DIRECTIONALITY_NONSPACING_MARK) {
            end--;
        }
        return isRightToLeft(label[end])
                || Character.getDirectionality(label[end]) == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
    }
}
