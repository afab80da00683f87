package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Outside of core, only the agent logs at INFO, WARN or ERROR, and only these lines. A provider throws or answers, and the
 * engine logs, with the record. Core's own lines are read by {@code LogLinesTest}.
 */
class LogCallsTest {
    private static final Pattern CALL =
            Pattern.compile("\\.\\s*(?:info|warn|error|log)\\(\\s*\"([^\"]*)|Level\\.(?:INFO|WARN|ERROR)");

    @Test
    void onlyTheAgentLogsOutsideOfCoreAndItsLinesNameIt() throws IOException {
        Map<String, String> calls = new TreeMap<>();
        for (String modules : new String[] {"ddns-providers", "ddns-examples/agent"}) {
            try (Stream<Path> files = Files.walk(House.root().resolve(modules))) {
                for (Path file : files.filter(LogCallsTest::isMainSource)
                        .filter(file -> !file.endsWith("LogProvider.java")) // which sets levels, and logs nothing
                        .toList()) {
                    Matcher call = CALL.matcher(Files.readString(file));
                    while (call.find()) {
                        calls.merge(
                                file.getFileName().toString(),
                                String.valueOf(call.group(1)),
                                (one, other) -> one + other);
                    }
                }
            }
        }
        assertThat(calls)
                .containsOnly(
                        Map.entry(
                                "AgentSocket.java",
                                "the socket {} cannot be opened, and the verbs status, trigger, pause, resume and reload do"
                                        + " not reach this"
                                        + "the socket {} cannot accept a caller, and tries again: {}"),
                        Map.entry("Audit.java", "{} asked for {}{}: {}{}"),
                        Map.entry(
                                "Doors.java",
                                "the section http is new, which needs a restart, and is not in effect yet"),
                        Map.entry(
                                "EncryptVerb.java",
                                "{} may be read by others, who can then decrypt the secret; chmod {} {}"),
                        Map.entry(
                                "HttpDoor.java",
                                "the change of {} needs a restart, and is not in effect yet"
                                        + "the HTTP server could not look after its connections; it tries again: {}"),
                        Map.entry(
                                "JettyServer.java",
                                "the certificate of http.tls was not replaced: {}"
                                        + "the certificate of http.tls was read again"
                                        + "the certificate of http.tls stays as it was: {}"),
                        Map.entry(
                                "JwtVerifier.java",
                                "the keys for JWTs were read again from {}: {} keys"
                                        + "the keys for JWTs stay as they were: {}"),
                        Map.entry(
                                "DdnsAgent.java",
                                "ddns-agent failed unexpectedly; this is a defect, please report it: {}"),
                        Map.entry(
                                "RunVerb.java",
                                "the configuration {} cannot be used, and the agent starts with the last good copy of it in {}: {}"
                                        + "ddns-agent ends with status {}, to be started again, because a cycle did not end"
                                        + "ddns-agent did not stop within {} s after it was told to; the process ends now,"
                                        + " and the next start"),
                        Map.entry(
                                "WithPlugins.java",
                                "the plug-in {} was not loaded: {}"
                                        + "the plug-in {} was loaded: providers {}, detectors {}, secret sources {},"
                                        + " notifications {}, clusters {},"));
    }

    private static boolean isMainSource(Path file) {
        String name = file.toString().replace('\\', '/');
        return name.endsWith(".java")
                && name.contains("/src/main/java/")
                && !name.endsWith("/log/AgentLog.java"); // sets the levels
    }
}
