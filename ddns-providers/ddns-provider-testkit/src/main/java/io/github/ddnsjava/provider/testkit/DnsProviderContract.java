package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The requirements for every provider, as tests that a provider's own test class inherits. The class implements the
 * level that fits, and gives access to the server, which is real or a strict fake. It gets one test for each
 * requirement that applies to the provider's {@linkplain io.github.ddnsjava.publish.Abilities abilities}. The levels
 * are:
 *
 * <ul>
 *   <li>This interface is for every provider.
 *   <li>{@link HttpProviderContract} adds a server that misbehaves.
 *   <li>{@link ZoneProviderContract} adds zones, record sets and the ownership of values.
 *   <li>Both can be combined: {@code implements HttpProviderContract, ZoneProviderContract}.
 * </ul>
 *
 * This is the smallest example for a provider that speaks HTTP:
 *
 * <pre>{@code
 * class AcmeProviderTest implements HttpProviderContract {
 *     private static final WireMockServer SERVER = new WireMockServer(options().dynamicPort());
 *     private final AcmeFake fake = new AcmeFake(SERVER, "t0p-secret");     // refuses what the real one refuses
 *
 *     @BeforeAll static void start() { SERVER.start(); }
 *     @AfterAll static void stop() { SERVER.stop(); }
 *
 *     public void reset() { fake.reset(); }
 *     public DnsProvider provider() {
 *         return new AcmeProvider(Settings.of("token", "t0p-secret", "endpoint", SERVER.baseUrl()), context);
 *     }
 *     public void put(DnsName name, RecordType type, Set<IpAddress> addresses) { fake.names.put(name, addresses); }
 *     public Set<IpAddress> get(DnsName name, RecordType type) { return fake.names.get(name); }
 *     public WireMockServer server() { return SERVER; }
 *     public Set<String> secrets() { return Set.of("t0p-secret"); }
 * }
 * }</pre>
 *
 * <strong>Pinned.</strong> The test resource {@code /contract/AcmeProviderTest.txt} (the simple name of the class)
 * lists the names of the cases, one a line. The last test compares them with the cases that ran. Thus no case can
 * vanish because an ability is no longer declared. If they differ, the test prints the difference and the expected
 * content of the file.
 *
 * <p>Each case starts with {@link #reset} and a fresh provider. Cases run one after the other. Only one of them uses
 * several threads. No case sleeps.
 */
public interface DnsProviderContract {
    /** Resets the server's account. Its zones exist without records. Names have no addresses. */
    void reset() throws Exception;

    /** Returns a fresh provider that is configured for that server with valid credentials. */
    DnsProvider provider() throws Exception;

    /**
     * Gives a name these addresses at the server, as if a person had done so. The name has no address of that type
     * before.
     */
    void put(DnsName name, RecordType type, Set<IpAddress> addresses) throws Exception;

    /** Returns the addresses that a name has at the server; empty if the name does not exist. */
    Set<IpAddress> get(DnsName name, RecordType type) throws Exception;

    /** Returns the zone or the domain in which the cases choose names. */
    default DnsName zone() {
        return DnsName.of("example.com");
    }

    /**
     * Returns a well-formed name that does not belong to this account, so that the server refuses it. Empty if the
     * credentials alone determine the name.
     */
    default Optional<DnsName> unknownName() {
        return Optional.of(DnsName.of("host.example.net"));
    }

    /**
     * Tells whether the service takes names of several labels below {@link #zone}. Services that give away one host name
     * for each account or below a fixed domain mostly do not.
     */
    default boolean longNames() {
        return true;
    }

    /**
     * Returns how this vendor refuses changes of one name because a permission is missing, while other names of the
     * account are accepted. Empty if it has no such refusal.
     */
    default Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /**
     * Tells whether an exchange is a write if it is made while a write is announced. By default each one is. A provider
     * that reads back what it wrote overrides this.
     *
     * @param exchange the description of the exchange, as the provider passes it to the publication
     */
    default boolean isWrite(String exchange) {
        return true;
    }

    /** Returns the cases that apply to this provider's abilities, in a fixed order. */
    default List<ContractCase> contractCases() throws Exception {
        return Contract.cases(this);
    }

    /** Returns one test for each case, and a last test for the pinned list. */
    @TestFactory
    default Stream<DynamicTest> contract() throws Exception {
        return Contract.tests(this);
    }
}
