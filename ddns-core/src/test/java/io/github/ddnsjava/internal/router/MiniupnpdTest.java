package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real router answers and announces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("servers")
@Tag("thorough")
class MiniupnpdTest {
    // Outside every special-purpose block, as miniupnpd wants it; it is an address inside the namespaces only.
    private static final String FIRST = "192.0.1.5";
    private static final String SECOND = "192.0.1.6";

    private LabRouter lab;

    @BeforeAll
    void startRouter() throws Exception {
        lab = LabRouter.start("home", FIRST);
    }

    @AfterAll
    void stopRouter() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat-pmp", "pcp", "upnp"})
    @Order(1)
    void tellsItsExternalAddress(String type) throws Exception {
        lab.detectUntil(type, "found " + FIRST);
    }

    @Test
    @Order(2)
    void keepsNoMappingAfterPcpAsked() throws Exception {
        lab.detectUntil("pcp", "found " + FIRST);

        assertThat(lab.rules()).contains("chain prerouting_miniupnpd").doesNotContain("dnat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat-pmp", "pcp", "upnp"})
    @Order(3)
    void announcesAChangeOfItsAddress(String type) throws Exception {
        lab.detectUntil(type, "found " + FIRST);
        int answered = lab.answeredEvents();
        lab.tell("watch " + type);
        lab.await("the detector of type " + type + " listens to the router " + LabRouter.GATEWAY);
        if (type.equals("upnp")) {
            lab.awaitAnsweredEvents(answered + 1);
        }
        lab.forget();

        lab.change(FIRST, SECOND);

        lab.await("changed " + type);
        lab.detectUntil(type, "found " + SECOND);
        lab.tell("close " + type);
        lab.await("closed " + type);
        lab.change(SECOND, FIRST);
        lab.detectUntil(type, "found " + FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat-pmp", "pcp", "upnp"})
    @Order(4)
    void hasNoAddressWhileItsLineIsDown(String type) throws Exception {
        lab.drop(FIRST);
        try {
            lab.detectUntil(type, "failed " + type + ": the router");
        } finally {
            lab.add(FIRST);
        }
    }

    @Test
    @Order(5)
    void announcesThatItRestarted() throws Exception {
        lab.tell("watch pcp");
        lab.await("the detector of type pcp listens to the router " + LabRouter.GATEWAY);
        lab.forget();

        lab.restart();

        lab.await("changed pcp");
        lab.detectUntil("upnp", "found " + FIRST);
        lab.detectUntil("pcp", "found " + FIRST);
    }

    @Test
    @Order(6)
    void behindAnotherRouterItTellsNothingAndThatIsSaid() throws Exception {
        try (LabRouter nated = LabRouter.start("nated", "10.64.0.5")) {
            nated.detectUntil("nat-pmp", "failed nat-pmp: the router has no external address now (network failure)");
            nated.detectUntil("pcp", "failed pcp: the router");
            nated.detectUntil("upnp", "failed upnp: the router");
        }
    }
}
