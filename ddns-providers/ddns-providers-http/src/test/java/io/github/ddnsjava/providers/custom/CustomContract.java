package io.github.ddnsjava.providers.custom;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Map;
import java.util.Set;

/** The testkit's demands on every provider with HTTP, for one of the three services. */
interface CustomContract extends HttpProviderContract {
    /** Returns the server of the three. */
    FakeServices fake();

    /** Returns the service, as the settings describe it. */
    Map<String, Object> described(String endpoint);

    @Override
    default void reset() {
        fake().reset();
    }

    @Override
    default DnsProvider provider() {
        return new CustomProvider(Services.settings(described(fake().endpoint())), ProviderContext.standard());
    }

    @Override
    default void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        addresses.forEach(address -> fake().put(name.toString(), address));
    }

    @Override
    default Set<IpAddress> get(DnsName name, RecordType type) {
        return fake().get(name.toString(), type.family()).map(Set::of).orElse(Set.of());
    }

    @Override
    default WireMockServer server() {
        return fake().server();
    }

    @Override
    default Set<String> secrets() {
        return Set.of(FakeServices.SECRET);
    }
}
