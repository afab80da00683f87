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
 * What every provider must do, as tests that a provider's own test class inherits. The class implements the level that
 * fits, tells how to reach the server (real or a strict fake), and gets a test for each demand that the provider's
 * {@linkplain io.github.ddnsjava.publish.Abilities abilities} call for:
 *
 * <ul>
 *   <li>this one, for any provider;
 *   <li>{@link HttpProviderContract} adds a server that misbehaves;
 *   <li>{@link ZoneProviderContract} adds zones, record sets and whose values they are;
 *   <li>both together: {@code implements HttpProviderContract, ZoneProviderContract}.
 * </ul>
 *
 * The smallest example, of a provider that speaks HTTP:
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
 * <strong>Pinned.</strong> The names of the cases stand in the test resource {@code /contract/AcmeProviderTest.txt}
 * (the simple name of the class), one a line. A last test compares them with those that ran, so that none can vanish
 * with an ability that is declared no more; where they differ, it prints the difference and what the file should say.
 *
 * <p>Each case begins with {@link #reset} and a fresh provider. Cases run one after the other; only one of them uses
 * several threads. Nothing sleeps.
 */
public interface DnsProviderContract {
    /** Makes the server's account as new: its zones are there, without records; names have no addresses. */
    void reset() throws Exception;

    /** Returns a fresh provider, configured for that server with good credentials. */
    DnsProvider provider() throws Exception;

    /**
     * Gives a name, which has none of that type, these addresses at the server, as if somebody had done so by hand.
     */
    void put(DnsName name, RecordType type, Set<IpAddress> addresses) throws Exception;

    /** Returns the addresses that a name has at the server; none where it does not exist. */
    Set<IpAddress> get(DnsName name, RecordType type) throws Exception;

    /** Returns the zone in which, or the domain below which, the cases make up names. */
    default DnsName zone() {
        return DnsName.of("example.com");
    }

    /**
     * Returns a well-formed name that is none of this account's, which the server therefore refuses; empty where the
     * credentials alone decide which name is meant.
     */
    default Optional<DnsName> unknownName() {
        return Optional.of(DnsName.of("host.example.net"));
    }

    /**
     * Returns how this vendor refuses changes of one name for want of a right, though others of the account go on; empty
     * where it has no such refusal.
     */
    default Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /**
     * Tells whether an exchange that is made while a write is announced is a write: by default each is. A provider that
     * reads back what it wrote overrides this.
     *
     * @param exchange what was asked, as the provider says it
     */
    default boolean isWrite(String exchange) {
        return true;
    }

    /** Returns the cases that this provider's abilities call for, in a fixed order. */
    default List<ContractCase> contractCases() throws Exception {
        return Contract.cases(this);
    }

    /** One test for each case, and a last one for the pinned list. */
    @TestFactory
    default Stream<DynamicTest> contract() throws Exception {
        return Contract.tests(this);
    }
}
