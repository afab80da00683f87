package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Configurations of other programs. Beside each sample stand what is printed and what is told. {@code -Dddns.docs=write}
 * writes both anew.
 */
class ImportTest {
    private static final Path SAMPLES = Path.of("src/test/resources/importing");
    private static final Pattern PROGRAM =
            Pattern.compile("^(ddclient|inadyn|ddns-go|ddns-updater|cloudflare-ddns)[-.].*");
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\$\\{[^}]*}");

    /** No secret of the samples has any other word. */
    private static final Pattern SECRET = Pattern.compile(
            "(first|second|third|fourth|fifth)[ -](password|secret|key)"
                    + "|a-token-of|1111-2222|hidden|not-to-be-shown|0123456789abcdef01234567|sk1_two|e5322165|FIFTHKEY|c2VjcmV0");

    @TempDir
    Path directory;

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> !file.toString().matches(".*\\.(out|err)"))
                    .sorted()
                    .toList();
        }
    }

    private static String program(Path sample) {
        return PROGRAM.matcher(sample.getFileName().toString()).replaceFirst("$1");
    }

    private Agent imported(String program, String text, Object... more) throws IOException {
        Path file = Files.writeString(directory.resolve("theirs"), text);
        return Agent.run(Stream.concat(Stream.of("import", program, file), Stream.of(more))
                .toArray());
    }

    private Agent check(String configuration) throws IOException {
        return Agent.run(
                "check", "--offline", "--config", Files.writeString(directory.resolve("ours.json"), configuration));
    }

    private static JsonNode json(Agent agent) throws IOException {
        return JsonMapper.builder().build().readTree(agent.out());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesWhatStandsBesideItAndPassesTheCheckOffline(Path sample) throws IOException {
        Agent agent = Agent.run("import", program(sample), sample);

        assertThat(agent.status()).as(agent.err()).isZero();
        golden(sample.resolveSibling(sample.getFileName() + ".out"), agent.out());
        golden(sample.resolveSibling(sample.getFileName() + ".err"), agent.err());
        Agent checked = check(agent.out());
        assertThat(checked.status()).as(checked.err()).isZero();
    }

    private static void golden(Path file, String text) throws IOException {
        if ("write".equals(System.getProperty("ddns.docs"))) {
            Files.writeString(file, text);
        }
        assertThat(file).content().isEqualToNormalizingNewlines(text);
    }

    @Test
    void thereAreSeveralSamplesOfEachProgram() throws IOException {
        Map<String, Long> counts =
                samples().stream().collect(Collectors.groupingBy(ImportTest::program, Collectors.counting()));
        assertThat(counts)
                .hasSize(5)
                .allSatisfy((program, count) -> assertThat(count).as(program).isGreaterThan(1));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noSecretIsShownAndEachIsOnlyInAFileOfItsOwn(Path sample) throws IOException {
        Path secrets = directory.resolve("secrets");
        Agent agent = Agent.run("import", program(sample), sample, "--secrets", secrets);

        assertThat(agent.status()).as(agent.err()).isZero();
        assertThat(SECRET.matcher(agent.out()).results()).isEmpty();
        assertThat(SECRET.matcher(agent.err()).results()).isEmpty();
        assertThat(REFERENCE.matcher(agent.out()).results().map(found -> found.group()))
                .allMatch(reference -> reference.startsWith("${file:")
                        || reference.equals("${env:DUCK_TOKEN}")
                        || reference.equals("${env:CF_TOKEN}"));
        Agent checked = check(agent.out());
        assertThat(checked.out()).as(checked.err()).doesNotContain(secrets.toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerMayReadTheFilesOfSecrets() throws IOException {
        Path secrets = directory.resolve("secrets");
        imported("ddclient", "use=web\nprotocol=duckdns password=a-token x", "--secrets", secrets);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        assertThat(secrets.resolve("duckdns-token")).hasContent("a-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve("duckdns-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfASecretIsNeverReplacedAndThenNoneIsWritten() throws IOException {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("porkbun-secret-api-key"), "older");
        Agent agent = imported(
                "ddclient",
                "use=web\nprotocol=porkbun apikey=pk1_a secretapikey=sk1_b a.example.com",
                "--secrets",
                secrets);

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.out()).isEmpty();
        assertThat(agent.err()).contains("porkbun-secret-api-key is there already");
        assertThat(secrets).isDirectoryNotContaining("glob:**/porkbun-api-key");
        assertThat(secrets.resolve("porkbun-secret-api-key")).hasContent("older");
    }

    @Test
    void aReferenceInTheOtherFileStaysAText() throws IOException {
        Path secrets = directory.resolve("secrets");
        Path shadow = Files.writeString(directory.resolve("shadow"), "root");
        String reference = "${file:" + shadow + "}";
        Agent agent = imported(
                "ddclient",
                "use=if, if=" + reference + "\nprotocol=noip login=" + reference + " password='x" + reference
                        + "' a.example.com",
                "--secrets",
                secrets);

        assertThat(agent.status()).as(agent.err()).isZero();
        JsonNode provider = json(agent).at("/providers/noip");
        assertThat(provider.get("username").asText()).isEqualTo("$" + reference);
        assertThat(json(agent).at("/detectors/wan/name").asText()).isEqualTo("$" + reference);
        assertThat(secrets.resolve("noip-password")).hasContent("x" + reference);
        assertThat(UpdaterConfiguration.parse(agent.out(), directory).explain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ddclient     | use=web\\nprotocol=noip login=u password='${env:HOME}' a.example.com",
                "inadyn       | provider default@no-ip.com { username=u password=\"${env:HOME}\" hostname=a.example.com }",
                "ddns-updater | {\"settings\": [{\"provider\": \"noip\", \"domain\": \"a.example.com\", \"ip_version\": \"ipv4\","
                        + " \"username\": \"u\", \"password\": \"${env:HOME}\"}]}"
            })
    void aSecretThatLooksLikeAReferenceIsNoDefectAndIsTold(String program, String text) throws IOException {
        Path secrets = directory.resolve("secrets");
        Agent agent = imported(program, text.replace("\\n", "\n"), "--secrets", secrets);

        // No reference is resolved twice, so such a secret cannot come from a file.
        assertThat(agent.status()).as(agent.err()).isEqualTo(1);
        assertThat(agent.out()).contains("a.example.com").doesNotContain("HOME");
        assertThat(agent.err())
                .contains("Problem: providers.noip.password: is a reference to another reference")
                .doesNotContain("defect");
    }

    @Test
    void aTextThatCannotBeWrittenAsATextIsLeftOutAndTold() throws IOException {
        Agent agent = imported(
                "ddclient",
                "protocol=noip password=p\nuse=web, web=https://a.example.com/${x} a.example.com\n"
                        + "use=if login='a ${env:HOME} b' a.example.org");

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.out()).doesNotContain("HOME").doesNotContain("${x}");
        assertThat(agent.err()).contains("line 3: the value of login has ${…} in its middle");
    }

    @Test
    void theKeyFileOfGoogleIsASecret() throws IOException {
        Agent agent = imported("ddns-updater", """
                {"settings": [{"provider": "gcp", "project": "my-project-123", "zone": "z", "domain": "g.example.com", "ip_version": "ipv4",
                  "credentials": {"type": "service_account", "private_key": "hidden"}}]}
                """);

        assertThat(agent.status()).as(agent.err()).isZero();
        assertThat(json(agent).at("/providers/google/serviceAccount").asText())
                .isEqualTo("${env:GOOGLE_SERVICE_ACCOUNT}");
        assertThat(agent.out() + agent.err()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ddclient        | daemon=never                          | line 1: daemon is not carried over",
                "ddclient        | usev4=cmdv4,cmdv4='/bin/a x' a.b.org  | line 1: usev4=cmdv4 (/bin/a) is not carried over",
                "ddclient        | colour=blue                           | line 1: colour is not carried over",
                "inadyn          | period = 1x                           | period is not carried over",
                "inadyn          | provider nowhere.example { hostname = a.b.org } | line 1: nowhere.example is not carried over",
                "cloudflare-ddns | UPDATE_CRON=0 * * * *                 | UPDATE_CRON: not carried over",
                "cloudflare-ddns | IP4_PROVIDER=url.via6:https://a.org   | IP4_PROVIDER: not carried over",
            })
    void whatIsNotCarriedOverIsToldWithItsPlace(String program, String text, String told) throws IOException {
        Agent agent = imported(program, text);

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.err().lines()).anyMatch(line -> line.contains(told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn", "ddns-go", "ddns-updater", "cloudflare-ddns"})
    void aFileWithNothingToCarryOverEndsWithOneAndSaysWhy(String program) throws IOException {
        Agent agent = imported(program, "\n");

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.err()).isNotBlank().doesNotContain("Exception");
        assertThat(imported(program, "", "--json").json().fieldNames())
                .toIterable()
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn", "ddns-go", "ddns-updater", "cloudflare-ddns"})
    void aFileThatIsNoTextIsRefused(String program) throws IOException {
        Path file = directory.resolve("theirs");
        Files.write(file, new byte[] {'a', '=', '1', '\n', 'b', 0});
        Agent zero = Agent.run("import", program, file);
        Files.write(file, new byte[] {'a', (byte) 0xff});
        Agent latin = Agent.run("import", program, file);
        Files.writeString(file, "#".repeat((1 << 20) + 1));
        Agent large = Agent.run("import", program, file);

        assertThat(List.of(zero.status(), latin.status(), large.status())).containsOnly(1);
        assertThat(zero.err()).contains("control character U+0000 in line 2");
        assertThat(latin.err()).contains("is not encoded as UTF-8").contains("iconv");
        assertThat(large.err()).contains("is larger than 1 MiB");
        assertThat(zero.out() + latin.out() + large.out()).isEmpty();
    }

    @Test
    void aByteOrderMarkAndLineEndsOfWindowsChangeNothing() throws IOException {
        String text = Files.readString(SAMPLES.resolve("ddclient-new.conf"), StandardCharsets.UTF_8);
        Agent plain = imported("ddclient", text);
        Agent windows = imported("ddclient", "\ufeff" + text.replace("\n", "\r\n"));

        assertThat(windows).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ddns-go      | 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]'     | aliases",
                "ddns-go      | 'dns: {name: a}\ndns: {name: b}'             | line 2: a name stands there twice",
                "ddns-go      | 'dns: !!java.net.URL [\"http://a\"]'         | no valid YAML at line 1",
                "ddns-go      | 'dns: [secret-word'                          | no valid YAML",
                "ddns-updater | '{\"settings\": [], \"settings\": []}'        | a name stands there twice",
                "ddns-updater | '{\"settings\": [secret-word]}'              | no valid JSON at line 1",
                "ddns-updater | '[]'                                         | no JSON object",
                "inadyn       | 'provider a.b { password = \"secret-word'    | line 1",
                "inadyn       | 'provider a.b { password = secret-word'      | line 1",
                "inadyn       | 'period = 1\nperiod = 2'                     | line 2",
                "cloudflare-ddns | 'TTL=1\nTTL=2'                            | line 2 sets TTL a second time",
                "cloudflare-ddns | 'secret-word'                             | line 1 of the file is no NAME=VALUE",
                "cloudflare-ddns | '{\"cloudflare\": []}'                    | another program of this name",
            })
    void aFileThatCannotBeReadIsRefusedWithItsPlaceAndWithoutItsWords(String program, String text, String told)
            throws IOException {
        Agent agent = imported(program, text);

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.out()).isEmpty();
        assertThat(agent.err()).contains(told).doesNotContain("secret-word");
    }

    /** What goes back for every character takes minutes for these. */
    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn", "ddns-go", "ddns-updater", "cloudflare-ddns"})
    @Tag("thorough")
    void aLargeHostileFileIsReadInOneGo(String program) throws IOException {
        for (String part :
                List.of(" ", "\n", ",", "a ", "\"", "\\", "{", "[", "a=", "(", "/*", "${", "a,b.c ", "- ", "a: ")) {
            String text = part.repeat((1 << 18) / part.length());
            Agent agent = imported(program, "a x " + text.substring(8) + "\ty");
            assertThat(agent.status()).as(part).isEqualTo(1);
            assertThat(agent.err()).as(part).doesNotContain("unexpected");
        }
    }

    @Test
    void anUnknownProgramAndAFileThatIsNotThereAreRefused() {
        Agent program = Agent.run("import", "ddclint", "x", "--json");
        Agent file = Agent.run("import", "ddclient", directory.resolve("missing"));

        assertThat(program.status()).isEqualTo(2);
        assertThat(program.json().at("/error/problems/0/allowed").asText())
                .isEqualTo("ddclient, inadyn, ddns-go, ddns-updater, cloudflare-ddns");
        assertThat(file.status()).isEqualTo(2);
        assertThat(file.err()).contains("there is no file");
        assertThat(Agent.run("import", "ddclient", directory).status()).isEqualTo(2);
    }

    @Test
    void asJsonTheConfigurationIsATextBesideTheNotesAndTheProblems() throws IOException {
        JsonNode node = imported(
                        "ddclient", "use=web\nprotocol=duckdns password=t x\nprotocol=frob b.example.com", "--json")
                .json();

        assertThat(node.get("configuration").asText()).contains("x.duckdns.org");
        assertThat(node.get("notes").findValuesAsText("place")).contains("line 3");
        assertThat(node.get("problems")).isEmpty();
    }
}
