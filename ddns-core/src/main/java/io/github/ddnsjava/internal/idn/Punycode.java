package io.github.ddnsjava.internal.idn;

import java.util.Optional;

/** Punycode (RFC 3492), with the parameters of section 5. Stateless. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;
    /** No label is longer, so no number overflows. */
    private static final int MAX_INPUT = 250;

    private Punycode() {}

    /**
     * Encodes a label (section 6.3).
     *
     * @throws IllegalArgumentException if it is longer than any label can be
     */
    static String encode(String label) {
        int[] input = label.codePoints().toArray();
        if (input.length > MAX_INPUT) {
            throw new IllegalArgumentException("it is too long");
        }
        StringBuilder output = new StringBuilder();
        label.codePoints().filter(c -> c < INITIAL_N).forEach(output::appendCodePoint);
        int basic = output.length();
        int handled = basic;
        if (basic > 0) {
            output.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        while (handled < input.length) {
            int next = Integer.MAX_VALUE;
            for (int c : input) {
                next = c >= n ? Math.min(next, c) : next;
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int c : input) {
                delta += c < n ? 1 : 0;
                if (c == n) {
                    int q = delta;
                    for (int k = BASE; ; k += BASE) {
                        int t = threshold(k, bias);
                        if (q < t) {
                            break;
                        }
                        output.append(digit(t + (q - t) % (BASE - t)));
                        q = (q - t) / (BASE - t);
                    }
                    output.append(digit(q));
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return output.toString();
    }

    /** Decodes a label (section 6.2); empty where it is none that {@link #encode} makes. */
    static Optional<String> decode(String encoded) {
        int basic = Math.max(0, encoded.lastIndexOf('-'));
        StringBuilder output = new StringBuilder(encoded.substring(0, basic));
        int n = INITIAL_N;
        int bias = INITIAL_BIAS;
        long i = 0;
        int in = encoded.lastIndexOf('-') + 1;
        for (int length = basic + 1; in < encoded.length(); length++) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < encoded.length() ? Character.digit(encoded.charAt(in), BASE) : -1;
                in++;
                // Character.digit has 0 to 9 first, Punycode a to z.
                digit = digit < 0 ? digit : digit < 10 ? digit + 26 : digit - 10;
                i += digit * weight;
                if (digit < 0 || i > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                weight *= BASE - t;
                if (weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            bias = adapt((int) (i - before), length, before == 0);
            long codePoint = n + i / length;
            if (codePoint > Character.MAX_CODE_POINT) {
                return Optional.empty();
            }
            n = (int) codePoint;
            int at = (int) (i % length);
            output.insert(output.offsetByCodePoints(0, at), Character.toString(n));
            i = at + 1L;
        }
        String label = output.toString();
        return Optional.of(label).filter(text -> !text.isEmpty() && encode(text).equals(encoded));
    }

    private static int threshold(int k, int bias) {
        return Math.max(T_MIN, Math.min(T_MAX, k - bias));
    }

    private static char digit(int d) {
        return (char) (d < 26 ? 'a' + d : '0' + d - 26);
    }

    private static int adapt(int delta, int points, boolean first) {
        int scaled = first ? delta / DAMP : delta / 2;
        scaled += scaled / points;
        int k = 0;
        while (scaled > (BASE - T_MIN) * T_MAX / 2) {
            scaled /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
    }
}
