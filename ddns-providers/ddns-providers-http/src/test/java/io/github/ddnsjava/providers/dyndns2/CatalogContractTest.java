package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.provider.testkit.ContractCase;
import io.github.ddnsjava.provider.testkit.DnsProviderContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every row of the catalog passes the contract, on one strict fake that takes each service's flavour in turn. */
class CatalogContractTest {
    private static final FakeDyndns2 FAKE = new FakeDyndns2();

    /** Those that go through every case; of each kind of flavour one. */
    private static final Set<String> WHOLE =
            Set.of("dyn", "he", "dynu-dyndns", "ipv64", "namecheap-dyndns", "domeneshop-dyndns", "nicru-dyndns");

    /** Cases that take a second or more, and that the engine of the family passes or fails as a whole. */
    private static final List<String> SLOW = List.of(
            "eight threads",
            "without end",
            "no redirect",
            "in time",
            "trickles",
            "broken connection",
            "takes nesting",
            "misdirected",
            "after a 50",
            "interrupted",
            "dry run",
            "whichever");

    /** For a quick look: every case for the flavours above, and of the others what no row must lose. */
    private static final boolean QUICK = !"full".equals(System.getProperty("ddns.contract", "full"));

    /** Cases of several names, for services whose credentials determine the only name. */
    private static final List<String> SEVERAL = List.of(
            "several names",
            "tells the truth",
            "many labels",
            "A-labels",
            "one request for each exchange",
            "asks once with credentials",
            "too many requests",
            "eight threads");

    /** What no row must lose. */
    private static final List<String> ALWAYS = List.of(
            "publishes A",
            "writes a touch although the address is right",
            "takes HTML for no success",
            "shows no secret, whatever the server answers",
            "asks once where it is forbidden, and holds no account for one name",
            "says who it is");

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @TestFactory
    @Tag("promise-22")
    Stream<DynamicContainer> everyRowPassesTheContractInItsFlavour() throws IOException {
        Map<String, Flavour> flavours = Flavour.all();
        return CatalogTest.rows().stream().map(service -> {
            Flavour flavour = flavours.get(service.id());
            assertThat(flavour).as("line of flavours.txt for %s", service.id()).isNotNull();
            return DynamicContainer.dynamicContainer(service.id(), cases(flavour));
        });
    }

    private static Stream<DynamicTest> cases(Flavour flavour) {
        CatalogContract contract = new CatalogContract(FAKE, flavour);
        List<ContractCase> cases;
        try {
            cases = DnsProviderContract.cases(contract).stream()
                    .filter(one -> WHOLE.contains(flavour.id()) || (QUICK ? isOneOf(ALWAYS, one) : !isOneOf(SLOW, one)))
                    .filter(one -> flavour.hasName() || !isOneOf(SEVERAL, one))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(flavour.id(), e);
        }
        assertThat(cases.stream().map(ContractCase::name)).as(flavour.id()).containsAll(ALWAYS);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    one.check().run();
                    assertThat(FAKE.damage()).isEmpty();
                }));
    }

    private static boolean isOneOf(List<String> parts, ContractCase one) {
        return parts.stream().anyMatch(one.name()::contains);
    }
}
