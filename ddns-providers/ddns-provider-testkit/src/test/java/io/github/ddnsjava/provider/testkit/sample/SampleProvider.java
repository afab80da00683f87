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
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Speaks to {@link SampleFake}. The broken ones override {@link #send}. */
public class SampleProvider extends UpdateUrlProvider {
    public SampleProvider(Settings settings, ProviderContext context) {
        this(settings, context, Authorizer.bearer(settings.secret("token")));
    }

    protected SampleProvider(Settings settings, ProviderContext context, Authorizer authorizer) {
        super(
                settings,
                endpoint(settings, context).authorizedBy(authorizer),
                Abilities.builder().read().delete().wildcard().build());
    }

    /** Returns one that logs in with user and password. */
    public static SampleProvider withSession(Settings settings, ProviderContext context) {
        return new SampleProvider(
                settings,
                context,
                Session.of(
                        () -> SampleFake.USER,
                        endpoint(settings, context),
                        http -> Session.Grant.of(
                                login(settings, http).send().get("token").asText()),
                        Session::asBearer));
    }

    private static ProviderEndpoint endpoint(Settings settings, ProviderContext context) {
        return ProviderEndpoint.of(settings, "https://names.example", context);
    }

    /** Begins the request that logs in. */
    protected static ProviderRequest login(Settings settings, ProviderHttp http) {
        return http.post("/session")
                .json(body -> body.put("user", SampleFake.USER).put("password", settings.secret("password")));
    }

    /** Sends one request and reads the answer. */
    protected JsonReader send(ProviderRequest request) throws InterruptedException {
        return request.send();
    }

    /** Does the same, for those that need the door to make further requests. */
    protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
        return send(request);
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change();
        JsonReader answer = send(
                http.put("/names/{name}/{type}", change.name(), change.type())
                        .json(body -> body.put("address", change.address())),
                http);
        return call.all(answer.get("changed").asBoolean() ? updated() : alreadyRight());
    }

    @Override
    protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change();
        JsonReader answer = send(http.delete("/names/{name}/{type}", change.name(), change.type()), http);
        return call.all(answer.get("removed").asBoolean() ? withdrawn() : alreadyRight());
    }

    @Override
    protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
        JsonReader answer = send(http.get("/names/{name}/{type}", question.name(), question.type()), http);
        Set<IpAddress> addresses = answer.get("addresses").asList().stream()
                .map(item -> IpAddress.parse(item.asText()))
                .collect(Collectors.toSet());
        return new RecordView(question.key(), addresses, Map.of());
    }
}
