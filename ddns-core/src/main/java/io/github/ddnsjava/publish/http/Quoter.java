package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.internal.text.OneLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Quotes what a server says, for messages: the only place where a vendor's words enter one. A quotation is one line of at
 * most 200 characters, without control characters and without anything of the secrets that the request revealed, whether
 * the server repeats them as they are, in part, percent-encoded or percent-decoded, escaped as in JSON, HTML or XML or by
 * backslashes, in Base64, or folded over lines. Immutable and thread-safe.
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
            addParts(Bytes.of(secret, false, false, false), parts);
            addBase64(secret.getBytes(StandardCharsets.UTF_8), parts);
            if (secret.indexOf('%') >= 0) {
                // It may be configured as it stands in a URL; the server then shows what it stands for.
                addParts(Bytes.of(secret, true, false, false), parts);
                addBase64(percentDecoded(secret), parts);
            }
        }
        return parts;
    }

    private static void addBase64(byte[] bytes, Set<String> parts) {
        // In a longer text, as "user:password" is one, the secret begins at any of three places of a group.
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last character may also stand for bits of what is beside the secret.
            int from = shift == 0 ? 0 : shift + 1;
            int to = base64.length() - (shifted.length % 3 == 0 ? 0 : 1);
            String certain = base64.substring(Math.min(from, to), to);
            for (String form : List.of(certain, certain.replace('+', '-').replace('/', '_'))) {
                addParts(Bytes.of(form, false, false, false), parts);
            }
        }
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int one = c == '%' ? Bytes.hex(text, i + 1, 2) : -1;
            if (one >= 0) {
                bytes.write(one);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
            i += one >= 0 ? 3 : Character.charCount(c);
        }
        return bytes.toByteArray();
    }

    /** Adds the parts, and those of a text that a server has folded, which has white space anywhere in it. */
    private static void addParts(Bytes form, Set<String> parts) {
        String bytes = form.text.toString();
        addParts(bytes, Math.min(TELLING, bytes.length()), parts);
        addParts(bytes.replace(" ", ""), TELLING, parts);
    }

    private static void addParts(String bytes, int length, Set<String> parts) {
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
                for (boolean escapes : new boolean[] {false, true}) {
                    Bytes.of(text, percent, escapes, false).mark(telling, secret);
                    if (text.indexOf('&') >= 0) {
                        Bytes.of(text, percent, escapes, true).mark(telling, secret);
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
        /** The names that HTML has for characters of ASCII. XML has five of them. */
        private static final Map<String, Integer> NAMES = names(
                "amp&",
                "lt<",
                "gt>",
                "quot\"",
                "apos'",
                "excl!",
                "num#",
                "dollar$",
                "percnt%",
                "lpar(",
                "rpar)",
                "ast*",
                "plus+",
                "comma,",
                "period.",
                "sol/",
                "colon:",
                "semi;",
                "equals=",
                "quest?",
                "commat@",
                "lsqb[",
                "lbrack[",
                "bsol\\",
                "rsqb]",
                "rbrack]",
                "hat^",
                "lowbar_",
                "grave`",
                "lcub{",
                "lbrace{",
                "verbar|",
                "vert|",
                "rcub}",
                "rbrace}",
                "tab\t",
                "newline\n",
                "nbsp ");

        private static final Pattern REFERENCE =
                Pattern.compile("&(?:([A-Za-z]{2,8})|#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6}));");

        private static Map<String, Integer> names(String... each) {
            return Stream.of(each).collect(Collectors.toMap(one -> one.substring(0, one.length() - 1), one ->
                    (int) one.charAt(one.length() - 1)));
        }

        private final StringBuilder text = new StringBuilder();
        private int[] starts = new int[64];
        private int[] ends = new int[64];

        /**
         * Returns the bytes of a text.
         *
         * @param percent whether percent-encoding is undone
         * @param escapes whether the escapes of JSON, and other backslashes, are undone
         * @param markup whether the references of HTML and XML are undone
         */
        static Bytes of(String text, boolean percent, boolean escapes, boolean markup) {
            Bytes bytes = new Bytes();
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                int end = c == '%' && percent ? bytes.addPercent(text, i) : i;
                end = c == '\\' && escapes ? bytes.addEscape(text, i) : end;
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

        /** Adds what an escape of JSON stands for, or what follows a backslash. Returns its end, or where it would have begun if there is none. */
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
                int one = text.charAt(at + 1) == 'x' ? hex(text, at + 2, 2) : -1;
                if (one >= 0) {
                    addByte(one, at, at + 4);
                    return at + 4;
                }
                int c = text.codePointAt(at + 1);
                int end = at + 1 + Character.charCount(c);
                add("bfnrt".indexOf(c) >= 0 ? ' ' : c, at, end);
                return end;
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
            String number = name == null ? reference.group(2) : "";
            boolean hex = number.startsWith("x") || number.startsWith("X");
            int c = name != null
                    ? NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), -1)
                    : Integer.parseInt(hex ? number.substring(1) : number, hex ? 16 : 10);
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

        /** Marks what stands for one of these parts of secrets, and does so once more without the white space. */
        void mark(Set<String> telling, BitSet secret) {
            markHere(telling, secret);
            Bytes unfolded = new Bytes();
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) != ' ') {
                    unfolded.addByte(text.charAt(i), starts[i], ends[i]);
                }
            }
            unfolded.markHere(
                    telling.stream().filter(part -> part.length() == TELLING).collect(Collectors.toSet()), secret);
        }

        private void markHere(Set<String> telling, BitSet secret) {
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
