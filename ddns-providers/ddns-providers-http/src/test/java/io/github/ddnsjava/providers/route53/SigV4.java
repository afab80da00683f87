package io.github.ddnsjava.providers.route53;

import static io.github.ddnsjava.providers.route53.Xml.refusal;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Signatures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks signatures as AWS does, by code of its own. For one test at a time. */
final class SigV4 {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^,]+),"
                    + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String SCOPE = "us-east-1/route53/aws4_request";

    private @Nullable Instant now;

    void standsAt(@Nullable Instant time) {
        now = time;
    }

    void check(Request request) {
        Matcher given = AUTHORIZATION.matcher(String.valueOf(request.getHeader("Authorization")));
        if (!given.matches()) {
            throw refusal(403, "MissingAuthenticationToken", "Missing Authentication Token");
        }
        String id = given.group(1);
        boolean temporary = id.equals(FakeRoute53.TEMPORARY_ID);
        if (!id.equals(FakeRoute53.ID)
                && !(temporary && FakeRoute53.TOKEN.equals(header(request, "x-amz-security-token")))) {
            throw refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        List<String> names = List.of(given.group(4).split(";"));
        Set<String> due = new TreeSet<>(Set.of("host", "x-amz-date"));
        if (temporary) {
            due.add("x-amz-security-token");
        }
        if (!names.containsAll(due) || !names.equals(List.copyOf(new TreeSet<>(names)))) {
            throw refusal(400, "IncompleteSignature", "headers are not signed, or not in their order");
        }
        String time = header(request, "x-amz-date");
        checkTime(time, given.group(2));
        if (!given.group(3).equals(SCOPE)) {
            throw refusal(403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region.");
        }
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                time,
                given.group(2) + "/" + SCOPE,
                Signatures.sha256(canonical(request, names)));
        List<String> scope = List.of(given.group(2), "us-east-1", "route53", "aws4_request");
        if (!Signatures.hmac("AWS4" + FakeRoute53.SECRET, scope, toSign).equals(given.group(5))) {
            throw refusal(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided.");
        }
    }

    private void checkTime(String time, String day) {
        Instant sent;
        try {
            sent = LocalDateTime.parse(time, BASIC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw refusal(403, "IncompleteSignature", "Date must be in ISO-8601 'basic format'.");
        }
        if (!time.startsWith(day)) {
            throw refusal(403, "SignatureDoesNotMatch", "Date in Credential scope does not match YYYYMMDD.");
        }
        if (now != null && Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
            throw refusal(403, "SignatureDoesNotMatch", "Signature expired: " + time + " is now earlier than " + now);
        }
    }

    private static String header(Request request, String name) {
        return String.valueOf(request.getHeader(name)).strip().replaceAll(" +", " ");
    }

    private static String canonical(Request request, List<String> names) {
        String[] url = request.getUrl().split("\\?", 2);
        List<String> path =
                Stream.of(url[0].split("/", -1)).map(Signatures::encoded).toList();
        List<String> query = new ArrayList<>();
        for (String pair : url.length == 1 ? new String[0] : url[1].split("&")) {
            String[] parts = pair.split("=", 2);
            query.add(decodedAndEncoded(parts[0]) + "=" + (parts.length == 1 ? "" : decodedAndEncoded(parts[1])));
        }
        Collections.sort(query);
        StringBuilder canonical = new StringBuilder(request.getMethod().getName());
        canonical.append('\n').append(String.join("/", path));
        canonical.append('\n').append(String.join("&", query)).append('\n');
        names.forEach(name ->
                canonical.append(name).append(':').append(header(request, name)).append('\n'));
        byte[] body = request.getBody();
        return canonical
                .append('\n')
                .append(String.join(";", names))
                .append('\n')
                .append(Signatures.sha256(body == null ? new byte[0] : body))
                .toString();
    }

    private static String decodedAndEncoded(String text) {
        return Signatures.encoded(URLDecoder.decode(text, StandardCharsets.UTF_8));
    }
}
