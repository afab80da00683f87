package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The program, run in this process.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error, logs aside
 */
record Agent(int status, String out, String err) {
    static Agent run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        int status = DdnsAgent.execute(settings -> {}, new PrintWriter(out), new PrintWriter(err), texts);
        return new Agent(status, out.toString(), err.toString());
    }

    /** Returns standard output, which must be one JSON object, standard error being empty. */
    JsonNode json() {
        assertThat(err).isEmpty();
        try {
            JsonNode node = JsonMapper.builder().build().readTree(out);
            assertThat(node.isObject()).isTrue();
            assertThat(out.strip()).doesNotContain("\n");
            return node;
        } catch (JsonProcessingException e) {
            throw new AssertionError("standard output is not JSON: " + out, e);
        }
    }
}
