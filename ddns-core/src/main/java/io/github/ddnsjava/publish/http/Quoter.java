package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.internal.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Quotes what a server says, for messages: the only place where a vendor's words enter one. A quotation is one line of at
 * most 200 characters, without control characters and without anything of the secrets that the request revealed, whether
 * the server repeats them as they are, in part, percent-encoded, escaped as in JSON, HTML or XML, or in Base64. Immutable and
 * thread-safe.
 */
final class Quoter {
    /** What a server says may be long; so much is looked at. */
    private static final int MAX_LOOKED_AT = 4000;
    /** So many bytes of a secret in a row tell something of it. */
    private static final int TELLING = 6;

    private static final String HIDDEN = "(secret)";

    private final List<String> secrets;

    Quoter(Collection<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Returns every part of a secret, in any form in which it may be repeated, that tells something of it: six bytes in a
     * row, or all of a shorter one. Few answers are quoted, so they are made only then.
     */
    private Set<String> telling() {
        Set<String> parts = new HashSet<>();
        for (String secret : secrets) {
            addParts(secret, parts);
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            // In a longer text, as "user:password" is one, the secret begins at any of three places of a group.
            for (int shift = 0; shift < 3; shift++) {
                byte[] shifted = new byte[bytes.length + shift];
                System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                // The first and the last character may also stand for bits of what is beside the secret.
                int from = shift == 0 ? 0 : shift + 1;
                int to = base64.length() - (shifted.length % 3 == 0 ? 0 : 1);
                String certain = base64.substring(Math.min(from, to), to);
                addParts(certain, parts);
                addParts(certain.replace('+', '-').replace('/', '_'), parts);
            }
        }
        return parts;
    }

    private static void addParts(String form, Set<String> parts) {
        String bytes = Bytes.of(form, false, false, false).text.toString();
        int length = Math.min(TELLING, bytes.length());
        for (int i = 0; length > 0 && i + length <= bytes.length(); i++) {
            parts.add(bytes.substring(i, i + length));
        }
    }

    /** Returns the quotation; empty if the text says nothing. */
    String quote(String text) {
        String looked = text.length() > MAX_LOOKED_AT ? text.substring(0, MAX_LOOKED_AT) : text;
        return OneLine.of(withoutSecrets(looked));
    }

    /** Returns the text with what tells something of a secret hidden. */
    String withoutSecrets(String text) {
        BitSet secret = new BitSet(text.length());
        Set<String> telling = text.isEmpty() ? Set.of() : telling();
        if (!telling.isEmpty()) {
            // A secret may look like something encoded, so each way to read the text counts.
            for (boolean percent : new boolean[] {false, true}) {
                for (boolean json : new boolean[] {false, true}) {
                    Bytes.of(text, percent, json, false).mark(telling, secret);
                    if (text.indexOf('&') >= 0) {
                        Bytes.of(text, percent, json, true).mark(telling, secret);
                    }
                }
            }
        }
        StringBuilder rest = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int end = secret.get(i) ? secret.nextClearBit(i) : secret.nextSetBit(i);
            end = end < 0 ? text.length() : end;
            rest.append(secret.get(i) ? HIDDEN : text.substring(i, end));
            i = end;
        }
        return rest.toString();
    }

    /**
     * The bytes of a text in UTF-8, as characters, each with the place of what it stands for. What servers write in
     * several ways is the same: letters of either case; white space, and the plus that stands for it in a form.
     */
    private static final class Bytes {
        private static final List<String> NAMES = List.of("amp", "lt", "gt", "quot", "apos");
        private static final Pattern REFERENCE =
                Pattern.compile("&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6}));");

        private final StringBuilder text = new StringBuilder();
        private int[] starts = new int[64];
        private int[] ends = new int[64];

        /**
         * Returns the bytes of a text.
         *
         * @param percent whether percent-encoding is undone
         * @param json whether the escapes of JSON are undone
         * @param markup whether the references of HTML and XML are undone
         */
        static Bytes of(String text, boolean percent, boolean json, boolean markup) {
            Bytes bytes = new Bytes();
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                int end = c == '%' && percent ? bytes.addPercent(text, i) : i;
                end = c == '\\' && json ? bytes.addEscape(text, i) : end;
                end = c == '&' && markup ? bytes.addReference(text, i) : end;
                if (end == i) {
                    end = i + Character.charCount(c);
                    bytes.add(c, i, end);
                }
                i = end;
            }
            return bytes;
        }

        /** Adds a percent-encoded byte. Returns its end, or where it would have begun if there is none. */
        private int addPercent(String text, int at) {
            int one = hex(text, at + 1, 2);
            if (one < 0) {
                return at;
            }
            addByte(one, at, at + 3);
            return at + 3;
        }

        /** Adds what an escape of JSON stands for. Returns its end, or where it would have begun if there is none. */
        private int addEscape(String text, int at) {
            if (at + 1 < text.length()) {
                int unit = text.charAt(at + 1) == 'u' ? hex(text, at + 2, 4) : -1;
                if (unit >= 0) {
                    int low = text.startsWith("\\u", at + 6) ? hex(text, at + 8, 4) : -1;
                    boolean pair = low >= 0 && Character.isSurrogatePair((char) unit, (char) low);
                    int end = pair ? at + 12 : at + 6;
                    add(pair ? Character.toCodePoint((char) unit, (char) low) : unit, at, end);
                    return end;
                }
                int kind = "bfnrt\"\\/".indexOf(text.charAt(at + 1));
                if (kind >= 0) {
                    add(kind < 5 ? ' ' : text.charAt(at + 1), at, at + 2);
                    return at + 2;
                }
            }
            return at;
        }

        /** Adds what a reference of HTML or XML stands for. Returns its end, or where it would have begun if there is none. */
        private int addReference(String text, int at) {
            Matcher reference = REFERENCE.matcher(text).region(at, text.length());
            if (!reference.lookingAt()) {
                return at;
            }
            String name = reference.group(1);
            String digits = name == null ? reference.group(2) : "";
            int radix = digits.startsWith("x") || digits.startsWith("X") ? 16 : 10;
            int c = name != null
                    ? "&<>\"'".charAt(NAMES.indexOf(name))
                    : Integer.parseInt(radix == 16 ? digits.substring(1) : digits, radix);
            if (!Character.isValidCodePoint(c)) {
                return at;
            }
            add(c, at, reference.end());
            return reference.end();
        }

        private static int hex(String text, int from, int digits) {
            int value = 0;
            for (int i = from; i < from + digits; i++) {
                int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
                if (digit < 0) {
                    return -1;
                }
                value = value * 16 + digit;
            }
            return value;
        }

        private void add(int c, int start, int end) {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                addByte(' ', start, end);
                return;
            }
            for (byte one : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                addByte(one & 255, start, end);
            }
        }

        private void addByte(int one, int start, int end) {
            int count = text.length();
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            starts[count] = start;
            ends[count] = end;
            text.append(folded(one));
        }

        private static char folded(int one) {
            if (one >= 'A' && one <= 'Z') {
                return (char) (one - 'A' + 'a');
            }
            return one < ' ' || one == '+' ? ' ' : (char) one;
        }

        /** Marks what stands for one of these parts of secrets. */
        void mark(Set<String> telling, BitSet secret) {
            for (int length : telling.stream().map(String::length).collect(Collectors.toSet())) {
                for (int i = 0; i + length <= text.length(); i++) {
                    if (telling.contains(text.substring(i, i + length))) {
                        secret.set(starts[i], ends[i + length - 1]);
                    }
                }
            }
        }
    }
}
