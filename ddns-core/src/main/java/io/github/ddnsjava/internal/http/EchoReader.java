package io.github.ddnsjava.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
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
 * Reads one HTTP/1.1 answer (RFC 9112). Every form that the RFC allows is read, old ones included: folded fields, names
 * and codings in any case, bytes above 0x7F, interim answers, HTTP/1.0, bodies that end with the connection. Whatever
 * leaves the end of the body in doubt is refused, since an address that lost its last digit looks like another address.
 * A body that ends with the connection cannot be told from a cut one, except where its last line is complete; the answer
 * says so. (TLS does not help: the JDK takes a missing close_notify for an end.) For one answer and one thread.
 */
final class EchoReader {
    /**
     * An answer.
     *
     * @param contentType the media type without parameters, in lower case; empty where none was sent
     * @param headers the values of each field, by lower-case name
     * @param reusable whether another request may follow on its connection
     * @param mayBeCut whether nothing shows that the body is whole: it ended with the connection, and not with a line
     */
    record Message(
            int status,
            String contentType,
            Map<String, List<String>> headers,
            String body,
            boolean reusable,
            boolean mayBeCut) {}

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([0-9])[ \\t]+([1-9][0-9]{2})([ \\t].*)?", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("0*([0-9]{1,9})");
    private static final Pattern CHUNK_SIZE = Pattern.compile("0*([0-9A-Fa-f]{1,7})[ \\t]*(;.*)?", Pattern.DOTALL);
    /** The target is a path, or a whole URL with that path. */
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Z]{1,20}) (?:[Hh][Tt][Tt][Pp]://[!-.0-~]{1,300})?(/[!-~]{0,500}) HTTP/1\\.[0-9]");

    private final InputStream in;
    private final int maxBytes;
    private int headBytes = MAX_HEAD_BYTES;

    EchoReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Reads an answer; interim ones (1xx) before it are passed over. */
    Message read() throws IOException {
        return read(false);
    }

    /**
     * Reads an answer.
     *
     * @param bodiless whether it has no body, whatever its headers say: the answer to HEAD, or to CONNECT
     */
    Message read(boolean bodiless) throws IOException {
        while (true) {
            Matcher line = STATUS_LINE.matcher(line());
            if (!line.matches()) {
                throw new ProtocolException("the answer is not HTTP/1.1");
            }
            Map<String, List<String>> headers = headers();
            int status = Integer.parseInt(line.group(2));
            if (status >= 200) {
                return message(status, !line.group(1).equals("0"), headers, bodiless || status == 204 || status == 304);
            }
            if (status == 101) {
                throw new ProtocolException("the server switches to another protocol, which was not requested");
            }
        }
    }

    /** Reads a request instead. */
    LanHttp.Request readRequest() throws IOException {
        String first = line();
        // RFC 9112 section 2.2: an empty line before a request is passed over.
        Matcher line = REQUEST_LINE.matcher(first.isEmpty() ? line() : first);
        if (!line.matches()) {
            throw new ProtocolException("the request is not HTTP/1.1");
        }
        Map<String, List<String>> headers = headers();
        String body = hasLength(headers) ? new String(body(headers), StandardCharsets.ISO_8859_1) : "";
        return new LanHttp.Request(line.group(1), line.group(2), LanHttp.first(headers), body);
    }

    private Message message(int status, boolean http11, Map<String, List<String>> headers, boolean bodiless)
            throws IOException {
        List<String> encoding = elements(headers, "content-encoding");
        encoding.removeIf("identity"::equals);
        if (!encoding.isEmpty()) {
            throw new ProtocolException("the body is compressed, though that was not offered");
        }
        String contentType = single(headers, "content-type").split(";", 2)[0].strip();
        boolean announced = bodiless || hasLength(headers);
        byte[] bytes = bodiless ? new byte[0] : announced ? body(headers) : untilTheEnd();
        boolean keptOpen =
                announced && http11 && !elements(headers, "connection").contains("close");
        String body = new String(bytes, StandardCharsets.ISO_8859_1);
        return new Message(status, contentType, headers, body, keptOpen, !announced && !body.endsWith("\n"));
    }

    private static boolean hasLength(Map<String, List<String>> headers) {
        return headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            if (headers.containsKey("content-length")) {
                throw new ProtocolException("the answer has both a length and chunks");
            }
            if (!elements(headers, "transfer-encoding").equals(List.of("chunked"))) {
                throw new ProtocolException("the answer's transfer encoding is not chunked");
            }
            return chunks();
        }
        Set<Integer> lengths = new HashSet<>();
        for (String length : elements(headers, "content-length")) {
            Matcher number = LENGTH.matcher(length);
            if (!number.matches()) {
                throw new ProtocolException("the answer's length is not a number within bounds");
            }
            lengths.add(Integer.parseInt(number.group(1)));
        }
        if (lengths.size() != 1) {
            throw new ProtocolException(
                    lengths.isEmpty()
                            ? "the answer's length is not a number within bounds"
                            : "the answer has several content-length headers that differ");
        }
        return exactly(checkSize(lengths.iterator().next()));
    }

    private byte[] untilTheEnd() throws IOException {
        byte[] rest = in.readNBytes(maxBytes);
        checkSize(in.read() < 0 ? rest.length : rest.length + 1L);
        return rest;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Matcher size = CHUNK_SIZE.matcher(line());
            if (!size.matches()) {
                throw new ProtocolException("a chunk has no size");
            }
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                headers(); // trailers, which nobody needs
                return body.toByteArray();
            }
            checkSize((long) body.size() + length);
            body.write(exactly(length));
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk is longer than its size");
            }
        }
    }

    private int checkSize(long size) throws IOException {
        if (size > maxBytes) {
            throw new CappedBody.TooLarge(maxBytes);
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
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded && !fields.isEmpty()) {
                // RFC 9112 section 5.2: a fold is a space.
                int last = fields.size() - 1;
                fields.set(last, fields.get(last) + " " + line.strip());
            } else {
                fields.add(line);
            }
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : fields) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw new ProtocolException("a header line is malformed");
            }
            headers.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.group(2).strip());
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
                throw new ProtocolException("the answer's headers are larger than " + MAX_HEAD_BYTES + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
            throw new ProtocolException("the answer's headers contain control characters");
        }
        return line.toString();
    }

    /** Returns a field's only value, in lower case; empty where there is none. Repeats must be equal. */
    private static String single(Map<String, List<String>> headers, String name) throws IOException {
        Set<String> values = new HashSet<>();
        headers.getOrDefault(name, List.of()).forEach(value -> values.add(value.toLowerCase(Locale.ROOT)));
        if (values.size() > 1) {
            throw new ProtocolException("the answer has several " + name + " headers that differ");
        }
        return values.isEmpty() ? "" : values.iterator().next();
    }

    /** Returns the elements of a field that is a list, in lower case; empty ones are passed over (RFC 9110 5.6.1). */
    private static List<String> elements(Map<String, List<String>> headers, String name) {
        List<String> elements = new ArrayList<>();
        for (String value : headers.getOrDefault(name, List.of())) {
            for (String element : value.split(",", -1)) {
                elements.add(element.strip().toLowerCase(Locale.ROOT));
            }
        }
        elements.removeIf(String::isEmpty);
        return elements;
    }
}
