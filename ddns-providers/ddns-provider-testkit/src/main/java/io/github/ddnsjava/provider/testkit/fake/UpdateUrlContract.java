package io.github.ddnsjava.provider.testkit.fake;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import java.util.Optional;
import java.util.Set;

/**
 * The contract suite's harness around an {@link UpdateUrlFake}. A test class adds the provider and its secrets, and how the
 * service refuses credentials and too many requests.
 */
public interface UpdateUrlContract extends HttpProviderContract {
    /** Returns the running fake. */
    UpdateUrlFake fake();

    /** Returns a name in the form of the service: by default the whole name. */
    default String written(DnsName name) {
        return name.toString();
    }

    @Override
    default void reset() {
        fake().reset();
    }

    @Override
    default void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        fake().put(written(name), addresses.stream().map(IpAddress::toString).toArray(String[]::new));
    }

    @Override
    default Set<IpAddress> get(DnsName name, RecordType type) {
        return fake().address(written(name), type.family()).map(Set::of).orElse(Set.of());
    }

    /** Every request is one. */
    @Override
    default boolean isWrite(Request request) {
        return true;
    }

    /** Services have the same word for a name that is gone and one that was never there, which another case asks for. */
    @Override
    default Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** Such services have words, and no reasons. */
    @Override
    default Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.empty();
    }

    @Override
    default WireMockServer server() {
        return fake().server();
    }
}
