package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Returns the secrets in the provider's settings as texts, at least one. */
    @Override
    Set<String> secrets();

    /**
     * Tells whether a request is a write. By default each method except GET is. Protocols that write by GET override
     * this.
     */
    default boolean isWrite(Request request) {
        return !request.getMethod().getName().equals("GET");
    }

    /**
     * Returns how much of {@link io.github.ddnsjava.publish.Abilities.Batch#maxBytes} a write takes. By default it is the
     * size of its body. A vendor that counts otherwise, for example only the values, overrides this.
     */
    default int bytes(Request request) {
        return request.getBody().length;
    }

    /** Tells whether a request logs in. By default none does. */
    default boolean isLogin(Request request) {
        return false;
    }

    /**
     * Returns how all sessions end at the server before their time, as after its restart. Empty if the provider does not
     * log in. If there is one, {@link #isLogin} and {@link #sessionTokens} must be overridden too.
     */
    default Optional<Runnable> sessionEnd() {
        return Optional.empty();
    }

    /** Returns the tokens of the sessions at the server. They are secrets like those of the settings. */
    default Set<String> sessionTokens() {
        return Set.of();
    }

    /** Returns how this vendor refuses the credentials of the whole account. The default is 401 without a body. */
    default ResponseDefinitionBuilder unauthorized() {
        return WireMock.aResponse().withStatus(401);
    }

    /**
     * Returns how this vendor says that a permission is missing for what a request names. The default is 403 without a
     * body.
     */
    default ResponseDefinitionBuilder forbidden() {
        return WireMock.aResponse().withStatus(403);
    }

    /** Returns how this vendor says that what a request names is not there. The default is 404 without a body. */
    default ResponseDefinitionBuilder missing() {
        return WireMock.aResponse().withStatus(404);
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
     * Returns all ways in which this vendor reports too many requests of the account without saying for how long: by
     * another status, or by a code in the body. The default is 429 without a body.
     */
    default List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(WireMock.aResponse().withStatus(429));
    }

    /**
     * Returns how this vendor rejects what a request asks for, with this text as its reason. Users read the reason. The
     * default is 400 with the reason in the member {@code message}. Empty if this vendor gives no reasons.
     */
    default Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(WireMock.aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json")
                .withBody(Json.write(Map.of("message", reason))));
    }

    /**
     * Returns answers to a write that have a status of success and deny the success, or do not confirm it. By default
     * these are an empty JSON object, and {@link #refusal} with the status 200.
     */
    default List<ResponseDefinitionBuilder> denials() {
        List<ResponseDefinitionBuilder> denials = new ArrayList<>();
        denials.add(WireMock.aResponse()
                .withHeader("Content-Type", "application/json")
                .withBody("{}"));
        refusal("not done").ifPresent(answer -> denials.add(answer.withStatus(200)));
        return denials;
    }

    /** The label of the name for which the cases cause trouble at the server. */
    String TROUBLED = "troubled";

    /** The number of the address that this name is to have: 192.0.2.222 or 2001:db8::222. No other name has it. */
    int TROUBLED_ADDRESS = 222;

    /**
     * Returns how this vendor refuses changes of one name. By default every request that has the name, its first label or
     * the address that it is to have, in its URL or body, gets {@link #forbidden}.
     */
    @Override
    default Optional<Trouble> forbiddenName() {
        return Optional.of(name -> Naming.answered(server(), name, forbidden()));
    }

    /**
     * Returns how this vendor says that one name is not there. By default every such request that is a write gets {@link
     * #missing}.
     */
    @Override
    default Optional<Trouble> missingName() {
        return Optional.of(name -> Naming.answered(server(), name, this::isWrite, missing()));
    }

    /** Returns the kind of problem that an answer means if it does not conform to this protocol, such as HTML. */
    default ProblemKind garbage() {
        return ProblemKind.PROTOCOL;
    }
}
