package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text and bytes from outside come through {@code internal.text} only: no other source decodes, strips or opens. */
@Tag("promise-22")
class TextDoorTest {
    private static final Pattern DECODES = Pattern.compile("new String\\(|newDecoder|InputStreamReader|StreamDecoder"
            + "|Files\\s*\\.(read(String|All)|lines|newInputStream|newBufferedReader)|ProcessBuilder");
    private static final Pattern STRIPS =
            Pattern.compile("\\.\\s*(strip|trim|stripLeading|stripTrailing)\\(\\)|String::(strip|trim)");

    /** What else decodes, with the reason. */
    private static final Map<String, String> DECODERS = Map.of(
            "internal/text/", "the door itself",
            "internal/journal/", "reads what it wrote",
            "internal/Product.java", "reads what the build wrote",
            "dyndns2/ServiceRow.java", "reads what the build wrote",
            "coordination/Schema.java", "reads what the build wrote",
            "coordination/EtcdLeadership.java",
                    "Base64 of texts that it wrote; what others wrote becomes a question mark",
            "internal/http/EchoReader.java", "bytes as ISO-8859-1, to be decoded by whoever knows what they are");

    /** What else strips, with the reason. */
    private static final Map<String, String> STRIPPERS = Map.of(
            "internal/Product.java", "the line end of what the build wrote",
            "internal/http/EchoReader.java", "white space between the words of a header (RFC 9110)",
            "publish/http/Statuses.java", "white space around a header's value (RFC 9110)",
            "publish/http/Errors.java", "white space before the first word of an answer",
            "publish/http/ErrorTable.java", "the space between a code and a message, where one is missing",
            "internal/text/OneLine.java", "white space around a quotation",
            "publish/sign/CanonicalRequest.java", "white space around a header's value (RFC 9110)",
            "internal/router/WanService.java", "white space around a header's value (RFC 9110)",
            "providers/dyndns2/AnswerLines.java",
                    "white space at the ends of a line of words; no address is made of it");

    @Test
    void textFromOutsideHasOneDoor() throws IOException {
        List<String> others = new ArrayList<>();
        Map<String, String> unusedDecoders = new HashMap<>(DECODERS);
        Map<String, String> unusedStrippers = new HashMap<>(STRIPPERS);
        for (Path source : sources()) {
            String code = Files.readString(source).replaceAll("(?m)^\\s*(//|/?\\*).*$", "");
            String name = source.toString().replace('\\', '/');
            find(DECODES, code, name, unusedDecoders, DECODERS, others);
            find(STRIPS, code, name, unusedStrippers, STRIPPERS, others);
        }
        assertThat(others).as("use OutsideText, LocalFile or LocalProgram").isEmpty();
        assertThat(unusedDecoders).as("not needed any more").isEmpty();
        assertThat(unusedStrippers).as("not needed any more").isEmpty();
    }

    private static void find(
            Pattern what,
            String code,
            String name,
            Map<String, String> unused,
            Map<String, String> allowed,
            List<String> others) {
        Matcher found = what.matcher(code);
        if (found.find()) {
            List<String> reasons =
                    allowed.keySet().stream().filter(name::contains).toList();
            if (reasons.isEmpty()) {
                others.add(name + ": " + found.group());
            }
            reasons.forEach(unused::remove);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of(
                "ddns-core",
                "ddns-providers/ddns-providers-http",
                "ddns-providers/ddns-provider-dns",
                "ddns-providers/ddns-coordination")) {
            try (Stream<Path> files = Files.walk(House.root().resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(200);
        return sources;
    }
}
