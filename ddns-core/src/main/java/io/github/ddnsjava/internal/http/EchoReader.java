package io.github.ddnsjava.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer (RFC 9112), strictly: an address that lost its last digit looks like another address, so
 * whatever is not plainly whole is refused. A body must announce its length or be chunked. One that ends with the
 * connection cannot be told from a cut one, except where its last line is complete; so it must end in a line feed. (TLS
 * does not help: the JDK takes a missing close_notify for an end.) For one answer and one thread.
 */
final class EchoReader {
    /** An answer, its headers by lower-case name, and whether another request may follow on its connection. */
    record Message(int status, String contentType, Map<String, List<String>> headers, String body, boolean reusable) {}

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_INTERIM_ANSWERS = 4;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})( .*)?");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(;.*)?");

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,20}) (/[!-~]{0,500}) HTTP/1\\.[01]");

    private final InputStream in;
    private final int maxBytes;
    private final boolean cutShows;
    private int headBytes = MAX_HEAD_BYTES;

    EchoReader(InputStream in, int maxBytes) {
        this(in, maxBytes, false);
    }

    /**
     * Makes one.
     *
     * @param cutShows whether the body's own form shows its end, as that of XML does; then it may end with the
     *     connection
     */
    EchoReader(InputStream in, int maxBytes, boolean cutShows) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.cutShows = cutShows;
    }

    Message read() throws IOException {
        for (int i = 0; i <= MAX_INTERIM_ANSWERS; i++) {
            Matcher line = STATUS_LINE.matcher(line());
            if (!line.matches()) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            Map<String, List<String>> headers = headers();
            int status = Integer.parseInt(line.group(2));
            if (status >= 200) {
                return message(status, line.group(1).equals("1"), headers);
            }
            if (status == 101) {
                throw new IOException("the server switches to another protocol unasked");
            }
        }
        throw new IOException("too many interim answers");
    }

    /** Reads a request instead. */
    LanHttp.Request readRequest() throws IOException {
        Matcher line = REQUEST_LINE.matcher(line());
        if (!line.matches()) {
            throw new IOException("the request is not HTTP/1.1");
        }
        Map<String, List<String>> headers = headers();
        boolean hasBody = headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
        String body = hasBody ? new String(body(headers), StandardCharsets.ISO_8859_1) : "";
        return new LanHttp.Request(line.group(1), line.group(2), LanHttp.first(headers), body);
    }

    private Message message(int status, boolean http11, Map<String, List<String>> headers) throws IOException {
        Set<String> connection = tokens(headers, "connection");
        boolean keptOpen = http11 && !connection.contains("close");
        Set<String> encoding = tokens(headers, "content-encoding");
        encoding.remove("identity");
        if (!encoding.isEmpty()) {
            throw new IOException("the body is compressed, though that was not offered");
        }
        String contentType =
                single(headers, "content-type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean bodiless = status == 204 || status == 304;
        boolean endsWithConnection =
                !bodiless && !headers.containsKey("content-length") && !headers.containsKey("transfer-encoding");
        if (endsWithConnection && keptOpen && !cutShows) {
            throw new IOException("the answer has neither a length nor an end");
        }
        byte[] body = bodiless ? new byte[0] : body(headers);
        return new Message(status, contentType, headers, new String(body, StandardCharsets.ISO_8859_1), keptOpen);
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            if (headers.containsKey("content-length")) {
                throw new IOException("the answer has both a length and chunks");
            }
            if (!headers.get("transfer-encoding").equals(List.of("chunked"))) {
                throw new IOException("the answer's transfer encoding is not chunked");
            }
            return chunks();
        }
        if (headers.containsKey("content-length")) {
            String length = single(headers, "content-length");
            if (!LENGTH.matcher(length).matches()) {
                throw new IOException("the answer's length is not a number within bounds");
            }
            return exactly(checkSize(Integer.parseInt(length)));
        }
        byte[] rest = in.readNBytes(maxBytes);
        checkSize(in.read() < 0 ? rest.length : rest.length + 1L);
        if (!cutShows && (rest.length == 0 || rest[rest.length - 1] != '\n')) {
            throw new IOException("the answer may be cut: it has no length, and its last line has no end");
        }
        return rest;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Matcher size = CHUNK_SIZE.matcher(line());
            if (!size.matches()) {
                throw new IOException("a chunk has no size");
            }
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                headers(); // trailers, which nobody needs
                return body.toByteArray();
            }
            checkSize((long) body.size() + length);
            body.write(exactly(length));
            if (!line().isEmpty()) {
                throw new IOException("a chunk is longer than its size");
            }
        }
    }

    private int checkSize(long size) throws IOException {
        if (size > maxBytes) {
            throw new IOException("the answer is larger than " + maxBytes + " bytes");
        }
        return (int) size;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer was cut: " + bytes.length + " of " + length + " bytes came");
        }
        return bytes;
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new IOException("a header line is malformed");
            }
            headers.computeIfAbsent(header.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.group(2));
        }
        return headers;
    }

    /** Reads to the next line feed; a carriage return before it is dropped, anywhere else refused. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer was cut within its headers");
            }
            if (--headBytes <= 0) {
                throw new IOException("the answer's headers are larger than " + MAX_HEAD_BYTES + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
            throw new IOException("the answer's headers contain control characters");
        }
        return line.toString();
    }

    /** Returns a header's only value; empty where there is none. Repeats must be equal. */
    private static String single(Map<String, List<String>> headers, String name) throws IOException {
        Set<String> values = new HashSet<>(headers.getOrDefault(name, List.of()));
        if (values.size() > 1) {
            throw new IOException("the answer has several " + name + " headers that differ");
        }
        return values.isEmpty() ? "" : values.iterator().next();
    }

    private static Set<String> tokens(Map<String, List<String>> headers, String name) {
        Set<String> tokens = new HashSet<>();
        for (String value : headers.getOrDefault(name, List.of())) {
            for (String token : value.split(",", -1)) {
                tokens.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        tokens.remove("");
        return tokens;
    }
}
