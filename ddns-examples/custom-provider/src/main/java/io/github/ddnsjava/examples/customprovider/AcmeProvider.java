package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.time.Duration;
import java.util.Map;

/** Acme DNS, an update URL: {@code PUT /names/{name}} sets one address of one name. Immutable and thread-safe. */
public final class AcmeProvider extends UpdateUrlProvider {
    /** The type {@code acme}. */
    public static final ProviderType TYPE = ProviderType.of("acme", "Acme DNS", "https://acme.example/docs/api")
            .settings(SettingSpec.secret("token", "an API token with the right to update names"))
            .http("https://api.acme.example/v1", settings -> Authorizer.bearer(settings.secret("token")))
            .abilities(Abilities.builder().rateLimit(60, Duration.ofMinutes(1)))
            .limits("60 requests a minute")
            .evidence("an invented service")
            .notes("A name must have been made in Acme's panel before it can be updated.")
            .madeBy(AcmeProvider::new);

    /** Creates one by its settings. */
    public AcmeProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change(); // the only one: no ability says that a call can have more
        JsonReader answer = http.put("/names/{name}", change.name())
                .json(body -> body.put("address", change.address()))
                .send(); // 401, 404, 429, 5xx … become the right exception here
        return call.all(answer.get("changed").asBoolean() ? updated() : alreadyRight());
    }
}
