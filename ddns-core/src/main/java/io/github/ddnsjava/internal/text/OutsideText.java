package io.github.ddnsjava.internal.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Text that others wrote: files, environment variables, output of programs, answers of servers. The rules, for all of
 * it:
 *
 * <ul>
 *   <li>A byte order mark says the encoding and is dropped. Without one, the text is UTF-8, or what HTTP says it is.
 *   <li>Bytes that the encoding does not know are an error, never a replacement character.
 *   <li>Line ends (LF, CRLF, CR) at the end of a value are dropped.
 *   <li>Any other white space, control or invisible character at either end of a secret or an address is a flaw, and so
 *       is a control character inside. A value with a flaw is refused and never sent.
 * </ul>
 *
 * Stateless.
 */
public final class OutsideText {
    private static final char MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';
    /** Bytes that cannot be decoded become these, which no valid encoding of a text decodes to. */
    private static final char FIRST_BYTE = '\uDC00';

    /** Byte order marks, written as ISO-8859-1; UTF-32LE comes before UTF-16LE, whose mark it begins with. */
    private enum Mark {
        UTF_32LE("UTF-32LE", "\u00FF\u00FE\0\0"),
        UTF_32BE("UTF-32BE", "\0\0\u00FE\u00FF"),
        UTF_8("UTF-8", "\u00EF\u00BB\u00BF"),
        UTF_16LE("UTF-16LE", "\u00FF\u00FE"),
        UTF_16BE("UTF-16BE", "\u00FE\u00FF");

        private final String encoding;
        private final String latin1;

        Mark(String encoding, String latin1) {
            this.encoding = encoding;
            this.latin1 = latin1;
        }
    }

    private OutsideText() {}

    /** The bytes are not a text in the encoding that they should have. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Decodes by the byte order mark, else as UTF-8.
     *
     * @throws MalformedException if that fails; the message says where and what to do, and quotes nothing
     */
    public static String decode(byte[] bytes) throws MalformedException {
        String text = decode(bytes, StandardCharsets.UTF_8);
        int at = firstMalformed(text);
        if (at >= 0) {
            Optional<Charset> marked = marked(bytes);
            String encoding = marked.map(Charset::name).orElse("UTF-8");
            throw new MalformedException("it is not " + encoding + " text (character " + (at + 1)
                    + (marked.isPresent() ? "), though its byte order mark says so" : "), and has no byte order mark")
                    + "; save it as UTF-8");
        }
        return text;
    }

    /**
     * Decodes the body of an HTTP answer, by the byte order mark, else by that encoding. What cannot be decoded stays
     * in the text as {@linkplain #isMalformed malformed}: whoever needs only the status, or a word before it, can go
     * on.
     */
    public static String decode(byte[] bytes, Charset unmarked) {
        Charset charset = marked(bytes).orElse(unmarked);
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StringBuilder text = new StringBuilder(bytes.length);
        CharBuffer out = CharBuffer.allocate(1024);
        boolean flushed = false;
        while (!flushed) {
            CoderResult result = decoder.decode(in, out, true);
            flushed = result.isUnderflow() && decoder.flush(out).isUnderflow();
            text.append(out.flip());
            out.clear();
            if (result.isError()) {
                for (int i = 0; i < result.length() && in.hasRemaining(); i++) {
                    text.append((char) (FIRST_BYTE + (in.get() & 0xFF)));
                }
                decoder.reset();
            }
        }
        return withoutMark(text.toString());
    }

    /** Decodes a body that was read as ISO-8859-1, which loses nothing: as {@link #decode(byte[], Charset)} by UTF-8. */
    public static String decodeLatin1(String latin1) {
        return decode(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Optional<Charset> marked(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
        return Arrays.stream(Mark.values())
                .filter(mark -> start.startsWith(mark.latin1))
                .findFirst()
                .map(mark -> Charset.forName(mark.encoding));
    }

    /** Tells whether some bytes of a decoded body were not what its encoding allows. */
    public static boolean isMalformed(String text) {
        return firstMalformed(text) >= 0;
    }

    private static int firstMalformed(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    /** Tells whether a decoded body is a web page, which services for programs do not answer. */
    public static boolean isHtml(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) == MARK || Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
        return text.regionMatches(true, at, "<!doctype html", 0, 14) || text.regionMatches(true, at, "<html", 0, 5);
    }

    /** Returns a decoded text without the byte order mark that it may begin with. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** Returns a decoded value without the byte order mark at its beginning and the line ends at its end. */
    public static String value(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return withoutMark(text.substring(0, end));
    }

    /**
     * Returns why a {@linkplain #value value} cannot be a secret or an address, as in {@code ends with U+00A0 NO-BREAK
     * SPACE}; empty where nothing is wrong. It quotes no other character.
     */
    public static Optional<String> flaw(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        int first = value.codePointAt(0);
        int last = value.codePointBefore(value.length());
        if (!isVisible(first)) {
            return Optional.of("begins with " + name(first));
        }
        if (!isVisible(last)) {
            return Optional.of("ends with " + name(last));
        }
        return value.codePoints()
                .filter(OutsideText::isNeverText)
                .mapToObj(c -> "contains " + name(c))
                .findFirst();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isNeverText(c) && !isBlank(c);
        };
    }

    /** Controls but tabs and line ends, which a key of several lines has; and what stands for lost characters. */
    private static boolean isNeverText(int c) {
        boolean layout = c == '\t' || c == '\n' || c == '\r';
        return Character.isISOControl(c) && !layout
                || c == REPLACEMENT
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Tells whether a character is a letter, mark or symbol that shows nothing: fillers, joiners, variation selectors, the empty Braille pattern. */
    public static boolean isBlank(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c >= 0x180B && c <= 0x180F
                || c == 0x2800
                || c == 0x3164
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFFA0
                || c >= 0xE0100 && c <= 0xE01EF;
    }

    /** Returns a character's number and name: {@code U+00A0 NO-BREAK SPACE}. */
    public static String name(int codePoint) {
        if (codePoint >= FIRST_BYTE && codePoint <= FIRST_BYTE + 0xFF) {
            return String.format(
                    Locale.ROOT, "the byte 0x%02X, which its encoding does not know", codePoint - FIRST_BYTE);
        }
        String name = Character.getName(codePoint);
        return String.format(Locale.ROOT, "U+%04X%s", codePoint, name == null ? "" : " " + name);
    }
}
