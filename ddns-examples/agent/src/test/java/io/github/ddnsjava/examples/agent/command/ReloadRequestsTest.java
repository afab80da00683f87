package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a SIGHUP, whenever it comes. */
class ReloadRequestsTest {
    private final ReloadRequests requests = new ReloadRequests();
    private final List<String> served = new ArrayList<>();

    @Test
    void oneThatComesWhileTheAgentStartsIsServedWhenItFollowsItsFile() {
        requests.ask();
        requests.ask();
        assertThat(served).isEmpty();

        requests.servedBy(() -> served.add("reload"));

        assertThat(served).containsExactly("reload");
    }

    @Test
    void withoutARequestNothingIsReadAgain() {
        requests.servedBy(() -> served.add("reload"));

        assertThat(served).isEmpty();
    }

    @Test
    void eachIsServedWhileTheAgentRunsAndNoneAfterItsEnd() {
        requests.servedBy(() -> served.add("reload"));
        requests.ask();
        requests.ask();
        requests.end();
        requests.ask();

        assertThat(served).hasSize(2);
    }
}
