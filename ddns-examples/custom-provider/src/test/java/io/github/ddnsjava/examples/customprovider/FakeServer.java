package io.github.ddnsjava.examples.customprovider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the three fakes have in common: a server on a free port that answers one request after the other, and refuses
 * what its documentation does not allow. A fake that accepts anything proves nothing.
 */
abstract class FakeServer implements ResponseDefinitionTransformerV2 {
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().extensions(this));

    FakeServer() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(getName())));
    }

    /** A request that is refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Refused(int status, String code) {
            super(code, null, false, false);
            this.status = status;
            this.code = code;
        }
    }

    /**
     * Answers a request.
     *
     * @return a JSON body; empty for a success that has nothing to say (204)
     * @throws Refused if the request is not as documented
     */
    abstract String answer(Request request);

    /** Returns the JSON body of a refusal. */
    abstract String error(String code);

    final WireMockServer server() {
        return server;
    }

    @Override
    public final String getName() {
        return getClass().getSimpleName();
    }

    /** Only for the stub above, so that the contract can put faults before it. */
    @Override
    public final boolean applyGlobally() {
        return false;
    }

    @Override
    public final synchronized ResponseDefinition transform(ServeEvent event) {
        try {
            String body = answer(event.getRequest());
            return body.isEmpty() ? aResponse().withStatus(204).build() : json(200, body);
        } catch (Refused e) {
            return json(e.status, error(e.code));
        } catch (ProtocolException noSuchField) {
            return json(400, error("bad_request"));
        }
    }

    private static ResponseDefinition json(int status, String body) {
        ResponseDefinitionBuilder answer = aResponse().withStatus(status).withBody(body);
        return answer.withHeader("Content-Type", "application/json").build();
    }

    /** Returns a name as it is written within its zone, where {@code @} is the zone itself. */
    static String host(DnsName name, DnsName zone) {
        return name.equals(zone) ? "@" : name.toString().replaceFirst("\\." + Pattern.quote(zone.toString()) + "$", "");
    }

    /** The reverse of {@link #host}. */
    static DnsName name(String host, DnsName zone) {
        return host.equals("@") ? zone : DnsName.of(host + "." + zone);
    }

    /** Returns the address that a JSON value is. */
    static IpAddress address(JsonReader value) {
        return IpAddress.tryParse(value.asText()).orElseThrow(() -> new Refused(422, "no_address"));
    }

    static void require(boolean right, int status, String code) {
        if (!right) {
            throw new Refused(status, code);
        }
    }

    /** Returns the JSON object that is the body; it has all the required fields, and no others but the optional ones. */
    static JsonReader body(Request request, Set<String> required, Set<String> optional) {
        require("application/json".equals(request.getHeader("Content-Type")), 415, "not_json");
        JsonReader body = JsonReader.parse("body", request.getBodyAsString());
        Set<String> names = body.members().keySet();
        require(names.containsAll(required), 400, "missing_field");
        require(
                names.stream().allMatch(name -> required.contains(name) || optional.contains(name)),
                400,
                "unknown_field");
        return body;
    }
}
