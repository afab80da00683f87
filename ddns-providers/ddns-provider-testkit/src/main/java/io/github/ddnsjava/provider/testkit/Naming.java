package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives an answer of its own to the requests that name one name. Stateless and thread-safe. */
final class Naming {
    private static final int BEFORE_ALL_OTHERS = -1000;

    private Naming() {}

    static AutoCloseable answered(WireMockServer server, DnsName name, ResponseDefinitionBuilder answer) {
        return answered(server, name, request -> true, answer);
    }

    /** Begins. Closing the result ends it. */
    static AutoCloseable answered(
            WireMockServer server, DnsName name, Predicate<Request> which, ResponseDefinitionBuilder answer) {
        Pattern naming = pattern(name);
        StubMapping stub = server.stubFor(
                WireMock.requestMatching(request -> MatchResult.of(which.test(request) && names(request, naming)))
                        .atPriority(BEFORE_ALL_OTHERS)
                        .willReturn(answer));
        return () -> server.removeStub(stub);
    }

    private static boolean names(Request request, Pattern naming) {
        String url = URLDecoder.decode(request.getUrl(), StandardCharsets.UTF_8);
        return naming.matcher(url).find()
                || naming.matcher(request.getBodyAsString()).find();
    }

    /**
     * The first label as a word of its own, which the whole name and the relative one begin with; or the address, where a
     * request has an id in place of the name.
     */
    private static Pattern pattern(DnsName name) {
        return Pattern.compile(Stream.of(
                        name.labels().get(0),
                        Bench.address(RecordType.A, HttpProviderContract.TROUBLED_ADDRESS)
                                .toString(),
                        Bench.address(RecordType.AAAA, HttpProviderContract.TROUBLED_ADDRESS)
                                .toString())
                .map(text -> "(?<![A-Za-z0-9_-])" + Pattern.quote(text) + "(?![A-Za-z0-9_-])")
                .collect(Collectors.joining("|")));
    }
}
