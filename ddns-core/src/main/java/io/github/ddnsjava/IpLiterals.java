package io.github.ddnsjava;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text forms of addresses. It reads the forms of RFC 4291 section 2.2 strictly and writes RFC
 * 5952.
 */
final class IpLiterals {
    private static final int GROUPS = 8;

    private IpLiterals() {}

    static byte @Nullable [] parse(String text) {
        if (text.isEmpty() || text.length() > 45) {
            return null;
        }
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    private static byte @Nullable [] parseV4(String text) {
        byte[] bytes = new byte[4];
        int part = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') {
                continue;
            }
            int value = part < 4 ? decimal(text, start, i) : -1;
            if (value < 0) {
                return null;
            }
            bytes[part++] = (byte) value;
            start = i + 1;
        }
        return part == 4 ? bytes : null;
    }

    private static int decimal(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= 255 ? value : -1;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, GROUPS, true);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        byte[] head = before.isEmpty() ? new byte[0] : groups(before, -1, false);
        byte[] tail = after.isEmpty() ? new byte[0] : groups(after, -1, true);
        if (head == null || tail == null || head.length + tail.length > 14) {
            return null;
        }
        byte[] bytes = new byte[16];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /**
     * Reads groups of up to four hex digits. If {@code v4AtEnd}, the last one may be an IPv4 address. A {@code wanted}
     * of -1 allows any number of groups.
     */
    private static byte @Nullable [] groups(String text, int wanted, boolean v4AtEnd) {
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        byte[] v4 = v4AtEnd && last.indexOf('.') > 0 ? parseV4(last) : new byte[0];
        if (v4 == null) {
            return null;
        }
        int hexGroups = v4.length == 4 ? parts.length - 1 : parts.length;
        int size = hexGroups * 2 + v4.length;
        if (size > 16 || (wanted > 0 && size != wanted * 2)) {
            return null;
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < hexGroups; i++) {
            int value = hex(parts[i]);
            if (value < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (value >> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        System.arraycopy(v4, 0, bytes, size - v4.length, v4.length);
        return bytes;
    }

    private static int hex(String group) {
        if (group.isEmpty() || group.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            // Character.digit would also take the digits of other scripts.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String format(byte[] bytes) {
        if (bytes.length == 4) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        int gapStart = -1;
        int gapLength = 1; // RFC 5952 section 4.2.2: "::" never stands for one group only
        for (int i = 0; i < GROUPS; i++) {
            int j = i;
            while (j < GROUPS && group(bytes, j) == 0) {
                j++;
            }
            if (j - i > gapLength) {
                gapStart = i;
                gapLength = j - i;
            }
            i = Math.max(i, j);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
    }
}
