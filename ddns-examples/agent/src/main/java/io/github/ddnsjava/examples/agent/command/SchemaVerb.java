package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.ddnsjava.config.UpdaterConfiguration;
import picocli.CommandLine.Command;

/** The JSON Schema of configurations, with the detectors and providers on the path. */
@Command(
        name = "schema",
        exitCodeList = {"0:the schema was printed", "1:an unexpected failure", "2:the command line is wrong"},
        description = "Print the JSON Schema of the configuration, for editors.")
final class SchemaVerb extends Verb {
    @Override
    public Integer call() throws JsonProcessingException {
        return output().schema(UpdaterConfiguration.schema(AgentSections.all()));
    }
}
