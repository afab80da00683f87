package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import io.github.ddnsjava.publish.support.ProviderHttp;
import io.github.ddnsjava.publish.support.ProviderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API calls, with credentials. The meaning of an error depends on the request. Immutable and thread-safe. */
final class CloudflareApi {
    private static final int ZONES_PER_PAGE = 50;
    private static final int RECORDS_PER_PAGE = 1000;

    private final CloudflareCredentials credentials;
    private final ProviderEndpoint endpoint;

    CloudflareApi(ProviderEndpoint endpoint, CloudflareCredentials credentials, CloudflareErrors errors) {
        this.credentials = credentials;
        this.endpoint = endpoint.judgedBy(errors);
    }

    /** Begins a list of the zones that the credentials may see. */
    ProviderRequest zones(Publication publication) {
        return credentials.authorize(endpoint.on(publication).get("/zones").query("per_page", ZONES_PER_PAGE));
    }

    /** Asks for one zone. */
    JsonReader zone(String zoneId, Publication publication) throws InterruptedException {
        return credentials
                .authorize(endpoint.on(publication, ProblemScope.ZONE).get("/zones/{zone}", zoneId))
                .send()
                .get("result");
    }

    /** Begins a list of a zone's records. */
    ProviderRequest records(String zoneId, Publication publication) {
        return credentials.authorize(endpoint.on(publication)
                .get("/zones/{zone}/dns_records", zoneId)
                .query("per_page", RECORDS_PER_PAGE));
    }

    /**
     * Carries out operations: one by its own call, several in a batch, which happens whole or not at all.
     *
     * @return the records that were made or changed
     */
    List<JsonReader> send(CloudflareOperations operations, String zoneId, Publication publication)
            throws InterruptedException {
        ProviderHttp http = endpoint.on(publication);
        if (operations.size() == 0) {
            return List.of();
        } else if (operations.size() > 1) {
            return batch(operations, http.post("/zones/{zone}/dns_records/batch", zoneId));
        } else if (!operations.deletes().isEmpty()) {
            String id = operations.deletes().get(0);
            credentials
                    .authorize(http.delete("/zones/{zone}/dns_records/{record}", zoneId, id))
                    .send();
            return List.of();
        } else if (!operations.patches().isEmpty()) {
            CloudflareOperations.Patch patch = operations.patches().get(0);
            return List.of(write(http.patch("/zones/{zone}/dns_records/{record}", zoneId, patch.id()), patch.fields()));
        }
        return List.of(write(
                http.post("/zones/{zone}/dns_records", zoneId),
                operations.posts().get(0)));
    }

    private JsonReader write(ProviderRequest request, Map<String, Object> fields) throws InterruptedException {
        return credentials
                .authorize(request)
                .json(body -> fields.forEach(body::put))
                .send()
                .get("result");
    }

    private List<JsonReader> batch(CloudflareOperations operations, ProviderRequest request)
            throws InterruptedException {
        JsonReader result = credentials
                .authorize(request)
                .json(body -> body.array("deletes", operations.deletes(), (json, id) -> json.put("id", id))
                        .array("patches", operations.patches(), (json, patch) -> {
                            json.put("id", patch.id());
                            patch.fields().forEach(json::put);
                        })
                        .array("posts", operations.posts(), (json, post) -> post.forEach(json::put)))
                .send()
                .get("result");
        List<JsonReader> written = new ArrayList<>();
        for (String kind : List.of("patches", "posts")) {
            result.get(kind).optional().ifPresent(records -> written.addAll(records.asList()));
        }
        return written;
    }
}
