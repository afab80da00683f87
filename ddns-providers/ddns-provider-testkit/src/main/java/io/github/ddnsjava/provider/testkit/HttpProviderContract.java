package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.ddnsjava.ProblemKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider that speaks HTTP must do besides {@link DnsProviderContract}: endure a server that misbehaves, ask
 * once and not twice, keep credentials to itself. The cases put a fault before the fake's stubs and take it away again.
 */
public interface HttpProviderContract extends DnsProviderContract {
    /**
     * Returns the running server that holds the strict fake's stubs. Cases add stubs of higher priority, so a fake that
     * is a WireMock transformer must not apply globally.
     */
    WireMockServer server();

    /** Returns the secrets in the provider's settings, as texts that must not turn up in any message; at least one. */
    Set<String> secrets();

    /** Tells whether a request is a write: by default any method but GET. Protocols that write by GET override this. */
    default boolean isWrite(Request request) {
        return !request.getMethod().getName().equals("GET");
    }

    /** Returns how this vendor refuses the account's credentials altogether; 401 without a body by default. */
    default ResponseDefinitionBuilder unauthorized() {
        return WireMock.aResponse().withStatus(401);
    }

    /** Returns how this vendor says that there were too many requests of the account; 429 with Retry-After by default. */
    default ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return WireMock.aResponse().withStatus(429).withHeader("Retry-After", "" + retryAfter.toSeconds());
    }

    /** By default a 403 to every request with that name in its URL or body. */
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

    /** Returns as what an answer counts that is none of this protocol's: HTML, say. */
    default ProblemKind garbage() {
        return ProblemKind.PROTOCOL;
    }
}
