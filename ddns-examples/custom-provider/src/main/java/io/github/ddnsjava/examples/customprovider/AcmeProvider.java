package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import io.github.ddnsjava.publish.support.ProviderHttp;
import io.github.ddnsjava.publish.support.SimpleDnsProvider;
import java.time.Duration;

/**
 * Acme DNS, where {@code PUT /names/{name}} sets the address of the family that it is given. Immutable and thread-safe.
 *
 * <p>There is no retry, no waiting and no state in a provider: it makes its request once and says what was answered.
 * When to call it, and what to do after a failure, is the engine's business.
 */
public final class AcmeProvider extends SimpleDnsProvider {
    private static final String API = "https://api.acme.example/v1";

    private final Secret token;

    /** Makes one by its settings; {@code endpoint} and {@code allowInsecure} are read by {@link ProviderEndpoint}. */
    public AcmeProvider(Settings settings, ProviderContext context) {
        super(
                ProviderEndpoint.of(settings, API, context),
                settings,
                // Who is logged in: providers of one account share a budget. Only a hash of it is kept.
                settings.secret("token").reveal(),
                // Everything that Acme cannot do is left out: reading, deleting, attributes such as a TTL.
                Abilities.builder().rateLimit(60, Duration.ofMinutes(1)).build());
        this.token = settings.secret("token");
    }

    @Override
    protected ChangeResult publish(RecordChange change, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.put("/names/{name}", change.name())
                .bearer(token)
                .json(body -> body.put("address", change.address()))
                .send(); // 401, 404, 429, 5xx … become the right exception here
        return answer.get("changed").asBoolean() ? updated() : alreadyRight();
    }
}
