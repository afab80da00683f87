package io.github.ddnsjava.provider.testkit.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;

/**
 * A service with record sets: {@code GET /zones/ZONE}, and {@code GET} and {@code PATCH} of {@code /zones/ZONE/sets} with a
 * list of sets, all or nothing, of up to 1,000 bytes. A set without values is removed.
 */
final class SampleZones extends ZoneFake {
    static final String TOKEN = "t0p/secret+zones";
    static final int MAX_BYTES = 1000;

    SampleZones() {
        super("/v1", Unit.SET, new Members("name", NameForm.FULL, "type", "values", "ttl"));
        demand("Authorization", "Bearer " + TOKEN, refusal(401, "bad token"));
        ttls(60, 86_400, 0);
        route("GET zone", "GET /zones/{zone}", call -> json(200, description(zone(call))));
        route("GET sets", "GET /zones/{zone}/sets", this::sets);
        route("PATCH sets", "PATCH /zones/{zone}/sets [{name,type,values,ttl}]", this::patch);
        begin();
    }

    private static Refusal refusal(int status, String message) {
        return new Refusal(
                status, JSON.createObjectNode().put("message", message).toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(422, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "nothing there");
    }

    private ResponseDefinitionBuilder sets(Call call) {
        ObjectNode answer = JSON.createObjectNode();
        found(call).forEach(answer.putArray("sets")::add);
        return json(200, answer);
    }

    private ResponseDefinitionBuilder patch(Call call) {
        if (call.request().getBody().length > MAX_BYTES) {
            throw refusal(413, "too large");
        }
        String zone = zone(call);
        together(zone, () -> {
            for (ObjectNode set : call.items()) {
                String key = text(set, "name") + "/" + text(set, "type");
                if (set.path("values").isEmpty()) {
                    zone(zone).remove(key);
                } else {
                    store(zone, key, set);
                }
            }
        });
        return json(200, "{\"done\":true}");
    }
}
