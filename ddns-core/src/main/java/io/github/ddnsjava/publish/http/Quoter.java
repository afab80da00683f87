package io.github.ddnsjava.publish.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Quotes what a server says, for messages: the only place where a vendor's words enter one. A quotation is one line of at
 * most 200 characters, without control characters and without anything of the secrets that the request revealed, whether
 * the server repeats them as they are, in part, percent-encoded or in Base64. Immutable and thread-safe.
 */
final class Quoter {
    private static final int MAX_QUOTED = 200;
    /** What a server says may be long; so much is looked at. */
    private static final int MAX_LOOKED_AT = 4000;
    /** So many characters of a secret in a row tell something of it. */
    private static final int TELLING = 6;

    private static final String HIDDEN = "(secret)";

    private final List<String> hidden = new ArrayList<>();

    Quoter(Collection<String> secrets) {
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                hidden.add(secret.toLowerCase(Locale.ROOT));
                hidden.add(Encoding.percent(secret).toLowerCase(Locale.ROOT));
                byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
                // In a longer text, as "user:password" is one, the secret begins at any of three places of a group.
                for (int shift = 0; shift < 3; shift++) {
                    byte[] shifted = new byte[bytes.length + shift];
                    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                    String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                    hidden.add(base64.substring(shift == 0 ? 0 : shift + 1).toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** Returns the quotation; empty if the text says nothing. */
    String quote(String text) {
        String looked = text.length() > MAX_LOOKED_AT ? text.substring(0, MAX_LOOKED_AT) : text;
        String line = plain(looked);
        for (String secret : hidden) {
            line = without(line, secret);
        }
        return line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED - 1) + "…" : line;
    }

    /** Makes one line: each run of white space is a space, what is invisible or half a character is a question mark. */
    private static String plain(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else {
                int type = Character.getType(c);
                boolean visible = type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.PRIVATE_USE
                        && type != Character.UNASSIGNED;
                line.appendCodePoint(visible ? c : '?');
            }
        });
        return line.toString();
    }

    private static String without(String line, String secret) {
        int part = Math.min(TELLING, secret.length());
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.length() != line.length()) {
            return lower.contains(secret.substring(0, part)) ? "" : line; // some letters change their length
        }
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (int i = 0; i + part <= line.length(); ) {
            int at = secret.indexOf(lower.substring(i, i + part));
            if (at < 0) {
                i++;
                continue;
            }
            int end = part;
            while (i + end < lower.length()
                    && at + end < secret.length()
                    && lower.charAt(i + end) == secret.charAt(at + end)) {
                end++;
            }
            rest.append(line, from, i).append(HIDDEN);
            i += end;
            from = i;
        }
        return rest.append(line.substring(from)).toString();
    }
}
