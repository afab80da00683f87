package io.github.ddnsjava.provider.testkit.sample;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import io.github.ddnsjava.publish.support.ProviderHttp;
import io.github.ddnsjava.publish.support.ProviderRequest;
import io.github.ddnsjava.publish.support.SimpleDnsProvider;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Speaks to {@link SampleFake}. The broken ones override {@link #send}. */
public class SampleProvider extends SimpleDnsProvider {
    private final Secret token;

    public SampleProvider(Settings settings, ProviderContext context) {
        super(
                ProviderEndpoint.of(settings, "https://names.example", context),
                settings,
                settings.secret("token").reveal(),
                Abilities.builder().read().delete().wildcard().build());
        this.token = settings.secret("token");
    }

    /** Sends one request and reads the answer. */
    protected JsonReader send(ProviderRequest request) throws InterruptedException {
        return request.send();
    }

    @Override
    protected ChangeResult publish(RecordChange change, ProviderHttp http) throws InterruptedException {
        if (change.intent() == Intent.WITHDRAW) {
            JsonReader answer = send(http.delete("/names/{name}/{type}", change.name(), change.type())
                    .bearer(token));
            return answer.get("removed").asBoolean() ? withdrawn() : alreadyRight();
        }
        JsonReader answer = send(http.put("/names/{name}/{type}", change.name(), change.type())
                .bearer(token)
                .json(body -> body.put("address", change.address())));
        return answer.get("changed").asBoolean() ? updated() : alreadyRight();
    }

    @Override
    protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
        JsonReader answer = send(http.get("/names/{name}/{type}", question.name(), question.type())
                .bearer(token));
        Set<IpAddress> addresses = answer.get("addresses").asList().stream()
                .map(item -> IpAddress.parse(item.asText()))
                .collect(Collectors.toSet());
        return new RecordView(question.key(), addresses, Map.of());
    }
}
