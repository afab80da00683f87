package io.github.ddnsjava.provider.testkit.fake;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What strict fakes of update URLs share: the names of an account, each with an address of each family at most, and answers
 * in words. A fake states by {@link #route} which parameters its URL takes, or answers by itself. Thread-safe through
 * WireMock; the rest is for one test at a time.
 */
public abstract class UpdateUrlFake extends StrictFake {
    private final Map<String, Map<IpFamily, IpAddress>> names = new TreeMap<>();

    /** Creates a fake that does not run yet. */
    protected UpdateUrlFake() {
        super("");
    }

    @Override
    public synchronized void reset() {
        super.reset();
        names.clear();
    }

    /** Adds a name to the account, or gives it addresses as if by hand. The name is in the form of the service. */
    public final synchronized void put(String name, String... addresses) {
        Map<IpFamily, IpAddress> there = names.computeIfAbsent(name, none -> new EnumMap<>(IpFamily.class));
        for (String address : addresses) {
            IpAddress parsed = IpAddress.parse(address);
            there.put(parsed.family(), parsed);
        }
    }

    /** Removes a name from the account. */
    public final synchronized void remove(String name) {
        names.remove(name);
    }

    /** Returns an address of a name; empty if it has none of that family, or is not in the account. */
    public final synchronized Optional<IpAddress> address(String name, IpFamily family) {
        return Optional.ofNullable(addresses(name).get(family));
    }

    /** Returns whether a name is in the account. */
    protected final boolean has(String name) {
        return names.containsKey(name);
    }

    /** Returns the addresses of a name; none if it is not in the account. */
    protected final Map<IpFamily, IpAddress> addresses(String name) {
        return Map.copyOf(names.getOrDefault(name, Map.of()));
    }

    /** Gives a name these addresses and no others, and returns whether it had others. */
    protected final boolean set(String name, Map<IpFamily, IpAddress> addresses) {
        Map<IpFamily, IpAddress> after = new EnumMap<>(IpFamily.class);
        after.putAll(addresses);
        return !after.equals(names.put(name, after));
    }

    /** Returns an address among parameters; empty if it is not there, or is none of that family. */
    protected static Optional<IpAddress> address(Map<String, String> parameters, String parameter, IpFamily family) {
        return Optional.ofNullable(parameters.get(parameter))
                .flatMap(IpAddress::tryParse)
                .filter(address -> address.family() == family);
    }

    /** Returns an answer in words. */
    public static ResponseDefinitionBuilder text(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody(body);
    }
}
