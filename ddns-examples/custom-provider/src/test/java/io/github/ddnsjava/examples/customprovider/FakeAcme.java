package io.github.ddnsjava.examples.customprovider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Acme's interface as its documentation describes it, and no more lenient: a fake that accepts anything proves nothing.
 */
final class FakeAcme implements ResponseDefinitionTransformerV2 {
    private static final String PATH = "/v1/names/";

    private final String token;
    private final Map<DnsName, Map<RecordType, IpAddress>> names = new ConcurrentHashMap<>();
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().extensions(this));

    FakeAcme(String token) {
        this.token = token;
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(getName())));
    }

    WireMockServer server() {
        return server;
    }

    String endpoint() {
        return server.baseUrl() + "/v1";
    }

    void reset() {
        names.clear();
    }

    void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        Map<RecordType, IpAddress> present = names.computeIfAbsent(name, n -> new EnumMap<>(RecordType.class));
        addresses.forEach(address -> present.put(type, address));
    }

    Set<IpAddress> get(DnsName name, RecordType type) {
        return Optional.ofNullable(names.getOrDefault(name, Map.of()).get(type))
                .map(Set::of)
                .orElse(Set.of());
    }

    @Override
    public String getName() {
        return "acme";
    }

    /** Only for the stub above, so that the contract can put faults before it. */
    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        return answer(event.getRequest()).build();
    }

    private ResponseDefinitionBuilder answer(Request request) {
        if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
            return aResponse().withStatus(401);
        }
        if (!request.getMethod().equals(RequestMethod.PUT)) {
            return aResponse().withStatus(405);
        }
        if (!"application/json".equals(request.getHeader("Content-Type"))) {
            return aResponse().withStatus(415);
        }
        Map<RecordType, IpAddress> present = request.getUrl().startsWith(PATH)
                ? names.get(DnsName.of(request.getUrl().substring(PATH.length())))
                : null;
        Optional<IpAddress> address = address(request.getBodyAsString());
        if (present == null) {
            return aResponse().withStatus(404);
        }
        if (address.isEmpty()) {
            return aResponse().withStatus(400);
        }
        IpAddress before = present.put(RecordType.of(address.get().family()), address.get());
        return aResponse()
                .withHeader("Content-Type", "application/json")
                .withBody("{\"changed\": " + !address.get().equals(before) + "}");
    }

    private static Optional<IpAddress> address(String body) {
        try {
            return IpAddress.tryParse(
                    JsonReader.parse("body", body).get("address").asText());
        } catch (ProtocolException notAsDocumented) {
            return Optional.empty();
        }
    }
}
