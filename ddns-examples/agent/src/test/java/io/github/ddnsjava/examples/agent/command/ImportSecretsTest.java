package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the secrets of other programs: they are never cut, and none is left behind. */
class ImportSecretsTest {
    @TempDir
    Path directory;

    private Agent imported(String program, String text, Object... more) throws IOException {
        Path file = Files.writeString(directory.resolve("theirs"), text);
        return Agent.run(Stream.concat(Stream.of("import", program, file), Stream.of(more))
                .toArray());
    }

    private static Arguments of(String program, String text, String file, String secret) {
        return Arguments.of(program, text, file, secret);
    }

    static List<Arguments> secrets() {
        String inadyn = "provider default@no-ip.com { hostname = h.example.com username = u password = ";
        String inadyn1 = "system default@no-ip.com\nalias h.example.com\nusername u\npassword ";
        String env = "DOMAINS=h.example.com\nHEALTHCHECKS=";
        String compose = "services:\n  a:\n    image: favonia/cloudflare-ddns:1\n    environment:\n";
        String go =
                "dns: {name: namecheap, secret: %s}\nipv4: {enable: true, gettype: url, url: 'https://a.example.com',"
                        + " domains: [h.example.com]}\n";
        String updater =
                "{\"settings\": [{\"provider\": \"noip\", \"domain\": \"h.example.com\", \"username\": \"u\", \"password\": %s}]}";
        return List.of(
                of(
                        "ddclient",
                        "protocol=noip login=u password='p, w#\"x=y' h.example.com",
                        "noip-password",
                        "p, w#\"x=y"),
                of(
                        "ddclient",
                        "protocol=noip login=u password=a\\,b\\ c\\#d h.example.com",
                        "noip-password",
                        "a,b c#d"),
                of("ddclient", "protocol=noip\nh.example.com u p,w=x#y", "noip-password", "p,w=x#y"),
                of("inadyn", inadyn + "\"a, b#c\\\"d\\\\e=f\\101\\x42\" }", "noip-password", "a, b#c\"d\\e=fAB"),
                of("inadyn", inadyn + "'a\\b\\'c\\\\d {x}' }", "noip-password", "a\\b'c\\d {x}"),
                of("inadyn", inadyn1 + "ab,cd#e\"f=g", "noip-password", "ab,cd#e\"f=g"),
                of("inadyn", inadyn1 + "ab{c}", "noip-password", "ab{c}"),
                of("inadyn", inadyn1 + "ab cd", "noip-password", "ab cd"),
                of("inadyn", inadyn1 + "a\\ b\\\\c\t# mine", "noip-password", "a b\\c"),
                of(
                        "inadyn",
                        "--username u --password --x,y --alias h.example.com,1234 --dyndns_system default@no-ip.com",
                        "noip-password",
                        "--x,y"),
                of("ddns-go", go.formatted("'a, b#c\"d=e\\f'"), "namecheap-dyndns-password", "a, b#c\"d=e\\f"),
                of("ddns-go", go.formatted("0o17"), "namecheap-dyndns-password", "0o17"),
                of("ddns-updater", updater.formatted("\"a, b#c\\\"d\\\\e=f\""), "noip-password", "a, b#c\"d\\e=f"),
                of("cloudflare-ddns", env + "https://a.org/b#c=d,e", "healthchecks-url", "https://a.org/b#c=d,e"),
                of("cloudflare-ddns", env + "\"https://a.org/#b\" # mine", "healthchecks-url", "https://a.org/#b"),
                of("cloudflare-ddns", env + "'https://a.org/ #b'\t# it's", "healthchecks-url", "https://a.org/ #b"),
                of("cloudflare-ddns", env + "\"https://a.org/\\\"\\\\b\"", "healthchecks-url", "https://a.org/\"\\b"),
                of(
                        "cloudflare-ddns",
                        compose + "      DOMAINS: h.example.com\n      HEALTHCHECKS: 'https://a.org/$$b,#c'\n",
                        "healthchecks-url",
                        "https://a.org/$b,#c"),
                of(
                        "cloudflare-ddns",
                        compose + "      - DOMAINS=h.example.com\n      - HEALTHCHECKS=https://a.org/b=c#d\n",
                        "healthchecks-url",
                        "https://a.org/b=c#d"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsCarriedOverAsTheOtherProgramReadsIt(String program, String text, String file, String secret)
            throws IOException {
        Path secrets = directory.resolve("secrets");
        Agent agent = imported(program, text, "--secrets", secrets);

        assertThat(secrets.resolve(file)).as(agent.err()).hasContent(secret);
        assertThat(agent.out() + agent.err()).doesNotContain(secret);
    }

    static List<Arguments> doubtful() {
        String inadyn1 = "system default@no-ip.com\nalias h.example.com\nusername u\npassword ";
        return List.of(
                Arguments.of("ddclient", "protocol=noip login=u password=a#b h.example.com", "has # without quotes"),
                Arguments.of("ddclient", "protocol=noip login=u password='a h.example.com", "quote is not closed"),
                Arguments.of("ddclient", "protocol=noip\nh.example.com u 'p w'", "line 2: a quote"),
                Arguments.of("ddclient", "protocol=noip login=u password_env=A-B h.example.com", "password_env"),
                Arguments.of("inadyn", inadyn1 + "a b", "line 4 has a blank"),
                Arguments.of("inadyn", inadyn1 + "a # b", "line 4 has a blank"),
                Arguments.of("inadyn", inadyn1 + "a\npassword b", "password is set again in line 5"),
                Arguments.of(
                        "inadyn",
                        "provider default@no-ip.com { username = u password = a#b\nhostname = h.example.com }",
                        "the value of password ends before #"),
                Arguments.of(
                        "inadyn",
                        "provider default@no-ip.com { username = u password = {a, b} hostname = h.example.com }",
                        "password has several values"),
                Arguments.of(
                        "cloudflare-ddns", "CF_API_TOKEN=a #b\nDOMAINS=h.example.com", "CF_API_TOKEN: what follows #"),
                Arguments.of("cloudflare-ddns", "CF_API_TOKEN=\"a\"b", "line 1 has a value that begins with a quote"),
                Arguments.of(
                        "cloudflare-ddns",
                        "services:\n  a:\n    image: cloudflare-ddns\n    environment:\n      HEALTHCHECKS: https://a.org/$X\n",
                        "HEALTHCHECKS: it has a variable"));
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void aValueThatTheOtherProgramMayReadInAnotherWayIsTold(String program, String text, String told)
            throws IOException {
        assertThat(imported(program, text).err()).contains(told);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aFileWithTwoDocumentsIsRefused(String program, String text) throws IOException {
        Agent agent = imported(program, text);

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.out()).isEmpty();
        assertThat(agent.err()).contains("another document at line 2").doesNotContain("secret-word");
    }

    static List<Arguments> documents() {
        return List.of(
                Arguments.of("ddns-updater", "{\"settings\": []}\n{\"settings\": [\"secret-word\"]}"),
                Arguments.of("ddns-go", "dns: {name: a}\n---\ndns: {name: secret-word}\n"));
    }

    @Test
    void eachFamilyKeepsWhatItsEntryOfDdnsGoSays() throws IOException {
        Agent agent = imported("ddns-go", """
                dns: {name: cloudflare, secret: a-token-of-forty-characters-in-all-000000}
                ipv4: {enable: true, gettype: url, url: 'https://a.example.com', domains: ['h.example.com?proxied=true']}
                ipv6: {enable: true, gettype: url, url: 'https://a.example.com', domains: [h.example.com]}
                """);

        assertThat(agent.out().lines().filter(line -> line.contains("h.example.com")))
                .satisfiesExactly(
                        a -> assertThat(a).contains("[\"A\"]", "\"proxied\": true"),
                        aaaa -> assertThat(aaaa).contains("[\"AAAA\"]").doesNotContain("proxied"));
    }

    @Test
    void aDomainThatDdnsGoDoesNotTakeIsNotCarriedOver() throws IOException {
        Agent agent = imported("ddns-go", """
                dns: {name: cloudflare, secret: a-token-of-forty-characters-in-all-000000}
                ipv4: {enable: true, gettype: url, url: 'https://a.example.com', domains: ['a:b:example.com', ok.example.com]}
                """);

        assertThat(agent.out()).contains("ok.example.com").doesNotContain("\"name\": \"a.");
        assertThat(agent.err()).contains("ipv4: a domain is not carried over");
    }

    @Tag("thorough")
    @Test
    void anImportThatCannotBeCheckedLeavesNoSecretBehind() throws Exception {
        Path secrets = directory.resolve("secrets");
        Path theirs = Files.writeString(directory.resolve("theirs"), "use=web\nprotocol=duckdns password=a-token x");
        String missing = directory.resolve("missing").toString();
        List<String> args = List.of("import", "ddclient", theirs.toString(), "--secrets", secrets.toString(), "--json");
        try (AgentProcess process =
                AgentProcess.start(List.of("-Djava.io.tmpdir=" + missing), directory, Map.of(), args)) {
            assertThat(process.exitStatus()).isEqualTo(2);
        }

        assertThat(directory.resolve("out"))
                .content()
                .contains("-Djava.io.tmpdir")
                .contains(missing);
        assertThat(secrets).doesNotExist();
    }

    @Test
    void onlyWhatTheImportMadeIsRemoved() throws IOException {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("noip-password"), "older");
        Agent agent = imported(
                "ddclient",
                "use=web\nprotocol=duckdns password=a-token x\nprotocol=noip login=u password=p a.example.com",
                "--secrets",
                secrets);

        assertThat(agent.status()).isEqualTo(2);
        assertThat(secrets).isDirectoryContaining("glob:**/noip-password");
        assertThat(secrets.resolve("noip-password")).hasContent("older");
        assertThat(secrets).isDirectoryNotContaining("glob:**/duckdns-token");
    }

    static List<Arguments> urls() {
        String go = "dns: {name: cloudflare, secret: a-token-of-forty-characters-in-all-000000}\nipv4: {enable: true,"
                + " gettype: url, url: '%s', domains: [h.example.com]}\n";
        String noip = "protocol=noip login=u password=p use=web web=%s h.example.com";
        String inadyn =
                "provider no-ip.com { username = u password = p hostname = h.example.com checkip-server = \"%s\" }";
        String favonia = "CF_API_TOKEN=a-token-of-forty-characters-in-all-000000\nDOMAINS=h.example.com\n"
                + "IP6_PROVIDER=none\nIP4_PROVIDER=url:%s";
        String query = "https://api.example.com/ip?key=sekret8";
        String login = "https://us:sekret8@api.example.com/ip";
        String hash = "https://api.example.com/ip#sekret8";
        return List.of(
                Arguments.of("ddns-go", go.formatted(query), true),
                Arguments.of("ddclient", noip.formatted(query), true),
                Arguments.of("cloudflare-ddns", favonia.formatted(query), true),
                Arguments.of("ddns-go", go.formatted(login), false),
                Arguments.of("ddclient", noip.formatted(login), false),
                Arguments.of("ddclient", noip.formatted("us:sekret8@api.example.com"), false),
                Arguments.of("ddclient", noip.formatted("\"" + hash + "\""), false),
                Arguments.of("cloudflare-ddns", favonia.formatted(login), false),
                Arguments.of("cloudflare-ddns", favonia.formatted(hash), false),
                Arguments.of("ddclient", noip.formatted("HTTP://us:sekret8@api.example.com"), false),
                Arguments.of("inadyn", inadyn.formatted("us:sekret8@api.example.com"), false));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aUrlWithAQueryIsASecretAndOneWithALoginIsLeftOut(String program, String text, boolean isCarriedOver)
            throws IOException {
        Path secrets = directory.resolve("secrets");
        Agent agent = imported(program, text);
        Agent written = imported(program, text, "--secrets", secrets);

        for (Agent each : List.of(agent, written)) {
            assertThat(each.status()).as(each.err()).isZero();
            assertThat(each.out() + each.err()).doesNotContain("sekret8");
            assertThat(each.out().contains("\"enabled\": false")).isNotEqualTo(isCarriedOver);
        }
        if (isCarriedOver) {
            assertThat(agent.out()).contains("${env:WAN_URL}");
            assertThat(secrets.resolve("wan-url")).content().contains("?key=sekret8");
        } else {
            assertThat(agent.err()).contains("its URL has a login or a fragment");
        }
    }

    @Test
    void aPageWithoutASchemeIsNotCarriedOver() throws IOException {
        Agent agent = imported(
                "cloudflare-ddns",
                "CF_API_TOKEN=a-token-of-forty-characters-in-all-000000\nDOMAINS=h.example.com\nIP6_PROVIDER=none\n"
                        + "IP4_PROVIDER=url:us:sekret8@api.example.com/ip");

        assertThat(agent.out()).contains("\"enabled\": false");
        assertThat(agent.out() + agent.err()).doesNotContain("sekret8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server=us:sekret8@members.dyndns.org",
                "server=dyn.example.edu script=/update?token=sekret8",
                "server=dyn.example.edu script='/update#sekret8'",
            })
    void anUpdateUrlWithALoginOrAQueryIsNotCarriedOver(String settings) throws IOException {
        Agent agent = imported("ddclient", "use=web " + settings + " login=u password=p h.example.com");

        assertThat(agent.out() + agent.err()).doesNotContain("sekret8").doesNotContain("h.example.com");
        assertThat(agent.err()).contains("line 1: dyndns2 is not carried over: its URL has a login");
    }

    @Test
    void anUpdateUrlOfInadynWithALoginIsNotCarriedOver() throws IOException {
        Agent agent = imported(
                "inadyn",
                "custom a { ddns-server = \"us:sekret8@dyn.example.edu\" ddns-path = \"/u?hostname=%h&myip=%i\" username = u"
                        + " password = p hostname = h.example.com }");

        assertThat(agent.out() + agent.err()).doesNotContain("sekret8").doesNotContain("h.example.com");
        assertThat(agent.err()).contains("line 1: custom is not carried over: its URL has a login");
    }

    static List<Arguments> odd() {
        String ddclient = "use=web\nprotocol=noip login=u password=' p w ' a.example.com\n";
        String go = "dns: {name: %s, id: '7', secret: \"to\\nken\"}\nipv4: {enable: true, gettype: url, url:"
                + " 'https://a.example.com', domains: [h.example.com]}\n";
        String updater = "{\"settings\": [{\"provider\": \"noip\", \"domain\": \"h.example.com\", \"ip_version\":"
                + " \"ipv4\", \"username\": \"u\", \"password\": \"a\\u0007b\"}]}";
        return List.of(
                Arguments.of(
                        "ddclient", ddclient, "line 2: password is not carried over: the secret of password begins"),
                Arguments.of(
                        "ddns-go",
                        go.formatted("namecheap"),
                        "dns: secret is not carried over: the secret has several"),
                Arguments.of(
                        "ddns-go",
                        go.formatted("cloudflare"),
                        "dns: secret is not carried over: the secret has several"),
                Arguments.of(
                        "ddns-updater", updater, "settings[0]: password is not carried over: the secret of password"));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void aSecretThatCannotBeOneHereIsToldWithItsPlaceAndTheOthersAreCarriedOver(
            String program, String text, String told) throws IOException {
        Agent agent = imported(program, text);
        Agent written = imported(program, text, "--secrets", directory.resolve("secrets"));

        for (Agent each : List.of(agent, written)) {
            assertThat(each.status()).as(each.err()).isZero();
            assertThat(each.out()).contains("example.com");
            assertThat(each.err()).contains(told).doesNotContain("set the environment variable");
        }
        assertThat(directory.resolve("secrets")).isEmptyDirectory();
    }

    @Test
    void anOddSecretLeavesTheOtherAccountsAsTheyAre() throws IOException {
        Path secrets = directory.resolve("secrets");
        imported(
                "ddclient",
                "use=web\nprotocol=noip login=u password=' p' a.example.com\nprotocol=duckdns password=t b",
                "--secrets",
                secrets);

        assertThat(secrets.resolve("duckdns-token")).hasContent("t");
        assertThat(secrets.resolve("noip-password")).doesNotExist();
    }

    @Test
    void aKeyOfGoogleMayHaveSeveralLines() throws IOException {
        Path secrets = directory.resolve("secrets");
        imported(
                "ddns-updater",
                "{\"settings\": [{\"provider\": \"gcp\", \"domain\": \"g.example.com\", \"ip_version\": \"ipv4\","
                        + " \"credentials\": \"{\\n}\"}]}",
                "--secrets",
                secrets);

        assertThat(secrets.resolve("google-service-account")).hasContent("{\n}");
    }

    @Test
    void aSecretInTheWrongFormIsToldAlsoWhereAReferenceStandsInItsPlace() throws IOException {
        Agent agent = imported("ddns-updater", """
                {"settings": [{"provider": "ovh", "domain": "a.example.net", "app_key": "0123456789abcdef",
                  "app_secret": "not/letters", "consumer_key": "0123456789abcdef0123456789abcdef", "ip_version": "ipv4"}]}
                """);

        assertThat(agent.err())
                .contains("settings[0]: app_secret does not have the form that ovh needs")
                .doesNotContain("not/letters");
    }

    @Test
    void equalPasswordsOfTwoAccountsAreTwoSecretsAndThatOfOneAccountIsOne() throws IOException {
        Path secrets = directory.resolve("secrets");
        Agent agent = imported(
                "ddclient",
                "use=web\nprotocol=noip login=u password=same a.example.com\nprotocol=noip login=v password=same b.example.com\n"
                        + "protocol=inwx login=w password=same c.example.com,d.example.com",
                "--secrets",
                secrets);

        assertThat(agent.status()).as(agent.err()).isZero();
        assertThat(secrets).isDirectoryContaining("glob:**/noip-password");
        assertThat(secrets).isDirectoryContaining("glob:**/noip-2-password");
        assertThat(secrets).isDirectoryContaining("glob:**/inwx-dyndns-password");
        assertThat(secrets).isDirectoryNotContaining("glob:**/inwx-dyndns-2-password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a}b", "a\\nb}${env:HOME", "a\\nb"})
    void aFileWhoseNameCannotStandInAReferenceIsNotCarriedOver(String file) throws IOException {
        Agent agent = imported(
                "cloudflare-ddns",
                "services:\n  a:\n    image: favonia/cloudflare-ddns\n    environment:\n      DOMAINS: h.example.com\n"
                        + "      CF_API_TOKEN_FILE: \"" + file + "\"\n");

        assertThat(agent.out()).doesNotContain("HOME").doesNotContain("${");
        assertThat(agent.err()).contains("CF_API_TOKEN_FILE: not carried over");
    }

    static List<Arguments> variables() {
        String compose =
                "services:\n  a:\n    image: favonia/cloudflare-ddns\n    environment:\n      DOMAINS: h.example.com\n"
                        + "      IP6_PROVIDER: none\n      CF_API_TOKEN: ";
        String file = "DOMAINS=h.example.com\nIP6_PROVIDER=none\nCF_API_TOKEN=";
        return List.of(
                Arguments.of(compose + "${MINE}", "${env:MINE}", "CF_API_TOKEN: Compose takes it from a variable"),
                Arguments.of(compose + "$${MINE}", "${env:CLOUDFLARE_TOKEN}", "DOMAINS: token: set the environment"),
                Arguments.of(compose + "${MINE:-x}", "", "CF_API_TOKEN: not carried over: only ${NAME} is read"),
                Arguments.of(file + "${MINE}", "${env:CLOUDFLARE_TOKEN}", "CF_API_TOKEN: it has ${…}. It was carried"));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void onlyAVariableOfComposeBecomesAReference(String text, String token, String told) throws IOException {
        Agent agent = imported("cloudflare-ddns", text);

        assertThat(agent.out()).doesNotContain("${env:" + (token.contains("MINE") ? "CLOUDFLARE" : "MINE"));
        assertThat(agent.out()).contains(token);
        assertThat(agent.err()).contains(told);
    }

    @Test
    void theHealthCheckMayComeFromAVariableOfCompose() throws IOException {
        Agent agent = imported(
                "cloudflare-ddns",
                "services:\n  a:\n    image: favonia/cloudflare-ddns\n    environment:\n      HEALTHCHECKS: ${HC}\n");

        assertThat(agent.out()).contains("\"url\": \"${env:HC}\"");
    }
}
