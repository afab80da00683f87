package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.time.Duration;
import java.util.Map;

/**
 * Acme DNS, where {@code PUT /names/{name}} sets the address of the family that it is given. Immutable and thread-safe.
 *
 * <p>There is no retry, no waiting and no state in a provider: it makes its request once and says what was answered.
 * When to call it, and what to do after a failure, is the engine's business.
 */
public final class AcmeProvider extends UpdateUrlProvider {
    private static final String API = "https://api.acme.example/v1";

    /** Makes one by its settings; {@code endpoint} and {@code allowInsecure} are read by {@link ProviderEndpoint}. */
    public AcmeProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                // Each request gets the token. It also tells accounts apart, which share a budget; only its hash is
                // kept.
                ProviderEndpoint.of(settings, API, context).authorizedBy(Authorizer.bearer(settings.secret("token"))),
                // Everything that Acme cannot do is left out: reading, deleting, attributes such as a TTL.
                Abilities.builder().rateLimit(60, Duration.ofMinutes(1)).build());
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change(); // one, for Acme sets one name and address at a time
        JsonReader answer = http.put("/names/{name}", change.name())
                .json(body -> body.put("address", change.address()))
                .send(); // 401, 404, 429, 5xx … become the right exception here
        return call.all(answer.get("changed").asBoolean() ? updated() : alreadyRight());
    }
}
