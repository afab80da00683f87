package io.github.ddnsjava.provider.testkit.sample;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Speaks to {@link SampleFake}. The broken ones override {@link #send}. */
public class SampleProvider extends UpdateUrlProvider {
    public SampleProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://names.example", context)
                        .authorizedBy(Authorizer.bearer(settings.secret("token"))),
                Abilities.builder().read().delete().wildcard().build());
    }

    /** Sends one request and reads the answer. */
    protected JsonReader send(ProviderRequest request) throws InterruptedException {
        return request.send();
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change();
        JsonReader answer = send(http.put("/names/{name}/{type}", change.name(), change.type())
                .json(body -> body.put("address", change.address())));
        return call.all(answer.get("changed").asBoolean() ? updated() : alreadyRight());
    }

    @Override
    protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change();
        JsonReader answer = send(http.delete("/names/{name}/{type}", change.name(), change.type()));
        return call.all(answer.get("removed").asBoolean() ? withdrawn() : alreadyRight());
    }

    @Override
    protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
        JsonReader answer = send(http.get("/names/{name}/{type}", question.name(), question.type()));
        Set<IpAddress> addresses = answer.get("addresses").asList().stream()
                .map(item -> IpAddress.parse(item.asText()))
                .collect(Collectors.toSet());
        return new RecordView(question.key(), addresses, Map.of());
    }
}
