package io.github.ddnsjava.examples.customprovider;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Acme's interface as its documentation describes it: {@code PUT /v1/names/NAME} with {@code {"address": ADDRESS}}. */
final class FakeAcme extends FakeServer {
    static final String TOKEN = "t0p-secret";
    private static final String PATH = "/v1/names/";

    private final Map<String, Map<RecordType, IpAddress>> names = new HashMap<>();

    String endpoint() {
        return server().baseUrl() + "/v1";
    }

    synchronized void reset() {
        names.clear();
    }

    synchronized void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        Map<RecordType, IpAddress> present = names.computeIfAbsent(name.toString(), none -> new HashMap<>());
        addresses.forEach(address -> present.put(type, address));
    }

    synchronized Set<IpAddress> get(DnsName name, RecordType type) {
        Map<RecordType, IpAddress> present = names.getOrDefault(name.toString(), Map.of());
        return present.containsKey(type) ? Set.of(present.get(type)) : Set.of();
    }

    @Override
    String answer(Request request) {
        require(("Bearer " + TOKEN).equals(request.getHeader("Authorization")), 401, "bad_token");
        require(request.getUrl().startsWith(PATH), 404, "no_such_path");
        require(request.getMethod().getName().equals("PUT"), 405, "only_put");
        Map<RecordType, IpAddress> present = names.get(request.getUrl().substring(PATH.length()));
        require(present != null, 404, "no_such_name");
        IpAddress address = address(body(request, Set.of("address"), Set.of()).get("address"));
        IpAddress before = present.put(RecordType.of(address.family()), address);
        return "{\"changed\":" + !address.equals(before) + "}";
    }

    @Override
    String error(String code) {
        return "{\"error\":\"" + code + "\"}";
    }
}
