package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The request in the form in which client and server hash it: the common part of AWS Signature Version 4 and of those that
 * followed it.
 *
 * @param request the request
 * @param path the path, in the encoding of the scheme
 * @param query the query, in the form of the scheme
 * @param headers the signed headers, with names in lower case
 */
record CanonicalRequest(OutgoingRequest request, String path, String query, SortedMap<String, String> headers) {
    /** Returns the usual form: the path as given, the canonical query, and the headers of {@link #signed}. */
    static CanonicalRequest of(OutgoingRequest request, String path) {
        return new CanonicalRequest(request, path, Signing.canonicalQuery(request), signed(request, "x-"));
    }

    /** Returns the headers Host and Content-Type, and those whose names begin so. */
    static SortedMap<String, String> signed(OutgoingRequest request, String prefix) {
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", request.host());
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type") || lower.startsWith(prefix)) {
                signed.put(lower, value.strip().replaceAll(" +", " "));
            }
        });
        return signed;
    }

    /** Returns the names of the signed headers, as they are sent. */
    String signedNames() {
        return String.join(";", headers.keySet());
    }

    /** Returns the hash that is signed. */
    String hash() {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String text =
                Signing.lines(request.method(), path, query, lines, signedNames(), Signing.sha256Hex(request.body()));
        return Signing.sha256Hex(Signing.utf8(text));
    }
}
