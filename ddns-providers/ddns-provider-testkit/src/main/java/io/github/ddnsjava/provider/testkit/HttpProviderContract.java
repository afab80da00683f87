package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The requirements for a provider that speaks HTTP, in addition to {@link DnsProviderContract}. It must tolerate a
 * server that misbehaves, send each request once, and keep its credentials secret. The cases put a fault before the
 * stubs of the fake and remove it afterwards.
 */
public interface HttpProviderContract extends DnsProviderContract {
    /**
     * Returns the running server with the stubs of the strict fake. Cases add stubs of higher priority. Therefore a
     * fake that is a WireMock transformer must not apply globally.
     */
    WireMockServer server();

    /** Returns the secrets in the provider's settings as texts, at least one. They must not occur in any message. */
    Set<String> secrets();

    /**
     * Tells whether a request is a write. By default each method except GET is. Protocols that write by GET override
     * this.
     */
    default boolean isWrite(Request request) {
        return !request.getMethod().getName().equals("GET");
    }

    /** Returns how this vendor refuses the credentials of the whole account. The default is 401 without a body. */
    default ResponseDefinitionBuilder unauthorized() {
        return WireMock.aResponse().withStatus(401);
    }

    /** Returns how this vendor reports too many requests of the account. The default is 429 with Retry-After. */
    default ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return WireMock.aResponse().withStatus(429).withHeader("Retry-After", "" + retryAfter.toSeconds());
    }

    /**
     * Returns what too many requests hold if a write hears it. By default it is the account. It is the zone if the vendor
     * counts the writes of each zone, and its answer does not tell which limit was exceeded.
     */
    default ProblemScope writesLimitedPer() {
        return ProblemScope.ACCOUNT;
    }

    /**
     * Returns how this vendor refuses changes of one name. By default every request with that name in its URL or body
     * gets a 403.
     */
    @Override
    default Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            String text = name.toString();
            StubMapping stub = server().stubFor(WireMock.requestMatching(
                            request -> MatchResult.of(request.getUrl().contains(text)
                                    || request.getBodyAsString().contains(text)))
                    .atPriority(-1000)
                    .willReturn(WireMock.aResponse().withStatus(403)));
            return () -> server().removeStub(stub);
        });
    }

    /** Returns the kind of problem that an answer means if it does not conform to this protocol, such as HTML. */
    default ProblemKind garbage() {
        return ProblemKind.PROTOCOL;
    }
}
