package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Who leads, in the status for people. */
class LeadersShownTest {
    private static String shown(String groups) throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new StatusVerb()).setOut(new PrintWriter(out, true));
        String status = "{\"running\": true, \"records\": []" + groups + "}";
        new RemoteOutput(new Output(line, false)).status(new JsonMapper().readValue(status, ObjectNode.class));
        return out.toString().lines().findFirst().orElse("");
    }

    @Test
    void withoutAClusterNobodyLeads() throws Exception {
        assertThat(shown("")).isEqualTo("The agent is running.");
    }

    @Test
    void theOnlyGroupIsLedByThisNodeOrAnotherOrNobodyIsKnown() throws Exception {
        assertThat(shown(", \"groups\": [{\"leader\": \"a\", \"ours\": true, \"since\": \"2030-01-01T00:00:00Z\"}]"))
                .isEqualTo("The agent is running. In the cluster leads: this node.");
        assertThat(shown(", \"groups\": [{\"leader\": \"b\", \"ours\": false, \"since\": \"2030-01-01T00:00:00Z\"}]"))
                .isEqualTo("The agent is running. In the cluster leads: node b.");
        assertThat(shown(", \"groups\": [{\"ours\": false}]"))
                .isEqualTo("The agent is running. In the cluster leads: no known node.");
    }

    @Test
    void ofSeveralGroupsTheNumberIsTold() throws Exception {
        assertThat(shown(", \"groups\": [{\"leader\": \"a\", \"ours\": true}, {\"leader\": \"b\", \"ours\": false},"
                        + " {\"leader\": \"a\", \"ours\": true}]"))
                .isEqualTo(
                        "The agent is running. In the cluster lead: node b (1 of 3 groups), this node (2 of 3 groups).");
    }
}
