package io.github.ddnsjava.providers.namecom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Name.com's API version 4 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter. Answers leave out empty members, and are JSON that is said to be a web page.
 */
final class FakeNamecom extends ZoneFake {
    static final String USER = "jdoe";
    static final String TOKEN = "7c31e80fa95d42b6c8107fe2d93ab4568cd0f1e2";
    static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
    static final int PAGE = 1000;

    private static final String INVALID = "Invalid Argument";

    FakeNamecom() {
        super("/v4", Unit.RECORD, new Members("host", NameForm.RELATIVE_EMPTY, "type", "answer", "ttl"));
        demand("Authorization", BASIC, refusal(401, "Unauthenticated"));
        ttls(300, Integer.MAX_VALUE, 300);
        refuseTwins(refusal(400, INVALID + " Parameter Value Error - Duplicate Record"));
        route("zones", "GET /domains?page,perPage", call -> page(call, "domains", described()));
        route("list", "GET /domains/{zone}/records?page,perPage", call -> page(call, "records", found(call)));
        route("post", "POST /domains/{zone}/records {host,type,answer,ttl,priority}", call -> {
            whole(call);
            return shown(brief(created(call)));
        });
        route("put", "PUT /domains/{zone}/records/{id} {host,type,answer,ttl,priority}", call -> {
            whole(call);
            return shown(brief(replaced(call)));
        });
        route("delete", "DELETE /domains/{zone}/records/{id}", call -> {
            deleted(call);
            return shown(JSON.createObjectNode());
        });
    }

    /** What is not named gets its default. The domain itself is an empty name or an at sign. */
    private static void whole(Call call) {
        if (call.body().path("host").asText().matches("@?")) {
            call.body().put("host", "");
        }
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("domainName", zone).put("locked", true);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        String host = record.get("host").textValue();
        record.put("id", id).put("domainName", zone).put("fqdn", (host.isEmpty() ? "" : host + ".") + zone + ".");
    }

    static Refusal refusal(int status, String words) {
        ObjectNode body = JSON.createObjectNode();
        body.put("message", words.startsWith(INVALID) ? INVALID : words);
        if (words.startsWith(INVALID)) {
            body.put("details", words.substring(INVALID.length()).strip());
        }
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, INVALID + " Parameter Value Error - " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not Found");
    }

    /** A body that is not said to be JSON is one of a form, which only the vendor's own pages may send. */
    @Override
    protected void authorize(String kind, Request request) {
        super.authorize(kind, request);
        if (kind.matches("post|put")
                && !String.valueOf(request.getHeader("Content-Type")).startsWith("application/json")) {
            throw refusal(403, "Permission Denied");
        }
    }

    private static ResponseDefinitionBuilder shown(ObjectNode body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/html")
                .withBody(body.toString());
    }

    private static ResponseDefinitionBuilder page(Call call, String member, List<ObjectNode> all) {
        Page page = call.page(all.stream().map(FakeNamecom::brief).toList(), "page", "perPage", PAGE, PAGE);
        ObjectNode answer = page.as(member);
        return shown(page.hasNext() ? answer.put("nextPage", page.number() + 1).put("lastPage", page.pages()) : answer);
    }

    /** Without the members that have the default of their type. */
    private static ObjectNode brief(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        List.copyOf(object.properties()).forEach(member -> {
            if (member.getValue().asText().matches("|0|false")) {
                copy.remove(member.getKey());
            }
        });
        return copy;
    }
}
