package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets of other programs go, and which address is published: to nobody else, and no other one, without a word. */
class ImportPlacesTest {
    @TempDir
    Path directory;

    private Agent imported(String program, String text) throws IOException {
        return Agent.run("import", program, Files.writeString(directory.resolve("theirs"), text.replace("\\n", "\n")));
    }

    private static boolean isEnabled(Agent agent) throws IOException {
        JsonNode record = json(agent).at("/records/0");
        assertThat(record.has("name")).as(agent.err()).isTrue();
        return record.path("enabled").asBoolean(true);
    }

    private static JsonNode json(Agent agent) throws IOException {
        return JsonMapper.builder().build().readTree(agent.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password_env=BANK_PW\\npassword=localpw f.example.com         | ${env:NOIP_PASSWORD}",
                "password=bankpw\\npassword_env=LOCAL_PW f.example.com         | ${env:LOCAL_PW}",
                "password_env=BANK_PW\\nf.example.com u localpw                 | ${env:NOIP_PASSWORD}",
                "password_env=BANK_PW password=localpw f.example.com             | ${env:NOIP_PASSWORD}",
                "password=localpw password_env=BANK_PW f.example.com             | ${env:BANK_PW}",
                "password_env=BANK_PW\\npassword=localpw\\nf.example.com       | ${env:NOIP_PASSWORD}",
            })
    void ofAPasswordAndTheNameOfItsVariableTheLaterOneCountsAndThatOfTheLineFirst(String text, String expected)
            throws IOException {
        Agent agent = imported("ddclient", "use=web protocol=noip login=u\\n" + text);

        assertThat(json(agent).at("/providers/noip/password").asText()).isEqualTo(expected);
    }

    @Test
    void aPasswordThatIsEmptyInItsLineIsNotTheOneOfAllLines() throws IOException {
        Agent agent = imported("ddclient", "use=web protocol=noip login=u password_env=PW\\npassword='' f.example.com");

        assertThat(agent.out()).doesNotContain("PW");
        assertThat(agent.err()).contains("line 2: noip is not carried over: it needs password");
    }

    @Test
    void aSettingThatIsSetTwiceInALineIsTold() throws IOException {
        assertThat(imported("ddclient", "protocol=noip login=u password=a password_env=B f.example.com")
                        .err())
                .contains("line 1: password_env is set more than once in this line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "script", "usev4", "web", "web-skip"})
    void whatIsNoCredentialAndComesFromAVariableDisablesTheRecords(String setting) throws IOException {
        Agent agent = imported(
                "ddclient", "usev4=webv4 " + setting + "_env=X protocol=dyndns2 login=u password=p f.example.com");

        assertThat(isEnabled(agent)).isFalse();
        assertThat(agent.err()).contains(setting + "_env is not carried over");
    }

    @Test
    void aServiceThatComesFromAVariableIsNotCarriedOver() throws IOException {
        Agent agent = imported("ddclient", "use=web protocol_env=X login=u password=p f.example.com");

        assertThat(agent.out()).doesNotContain("f.example.com");
        assertThat(agent.err()).contains("line 1: protocol_env is not carried over");
    }

    @Test
    void aLoginInAVariableMakesThePasswordOfCloudflareAGlobalKey() throws IOException {
        Agent agent = imported("ddclient", "use=web protocol=cloudflare zone=b.org login_env=MAIL password=p f.b.org");

        assertThat(json(agent).at("/providers/cloudflare/email").asText()).isEqualTo("${env:MAIL}");
    }

    @ParameterizedTest
    @CsvSource({
        "duckdns, server=ddns.internal.example",
        "cloudflare, server=api.internal.example/client/v4",
        "namecheap, server=dyn.internal.example",
        "easydns, script=/other.php",
        "gandi, server=api.gandi.net script=/v6",
        "noip, server=dynupdate.no-ip.com:8443",
    })
    void anotherServerOrScriptThanThatOfTheServiceDisablesTheRecords(String protocol, String settings)
            throws IOException {
        Agent agent = imported(
                "ddclient",
                "use=web protocol=" + protocol + " " + settings + " login=example.com password=p f.example.com");

        assertThat(isEnabled(agent)).isFalse();
        assertThat(agent.err()).contains("the secret must not be sent to another");
    }

    @ParameterizedTest
    @CsvSource({
        "duckdns, server=https://www.duckdns.org/",
        "cloudflare, server=api.cloudflare.com/client/v4",
        "namecheap, server=dynamicdns.park-your-domain.com:443",
        "easydns, server=api.cp.easydns.com script=/dyn/generic.php",
    })
    void theServersOfTheServiceItselfAreNotTold(String protocol, String settings) throws IOException {
        Agent agent = imported(
                "ddclient",
                "use=web protocol=" + protocol + " " + settings + " login=example.com password=p f.example.com");

        assertThat(isEnabled(agent)).isTrue();
        assertThat(agent.err()).doesNotContain("server").doesNotContain("script");
    }

    @ParameterizedTest
    @CsvSource({
        "server=members.dyndns.org, dyn,",
        "server=members.dyndns.org script=/v3/update, dyn,",
        "server=members.dyndns.org script=/other, dyndns2, https://members.dyndns.org/other",
        "server=members.dyndns.org:8443, dyndns2, https://members.dyndns.org:8443/nic/update",
        "server=Update.TwoDNS.de script=/update, twodns,",
        "server=dyn.example.edu script=v3, dyndns2, https://dyn.example.edu/v3",
    })
    void aServiceOfOursIsChosenOnlyIfItsOwnUrlIsAsked(String settings, String provider, String endpoint)
            throws IOException {
        Agent agent = imported("ddclient", "use=web " + settings + " login=u password=p f.example.com");

        assertThat(json(agent).at("/records/0/provider").asText()).isEqualTo(provider);
        assertThat(json(agent).at("/providers/" + provider + "/endpoint").asText(null))
                .isEqualTo(endpoint);
        assertThat(isEnabled(agent)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nic/update?hostname=%h&myip=%i             | noip    |",
                "/nic/update?myip=%i&host=%h                 | noip    |",
                "/mine?hostname=%h&myip=%i                   | dyndns2 | https://dynupdate.no-ip.com/mine",
                "nic/update?hostname=%h&myip=                |         |",
                "/nic/update?hostname=%h&myip=9.9.9.9&offline=YES |    |",
                "/nic/update?hostname=%h&myip=%i&offline=YES |         |",
                "/nic/update?hostname=%h                     |         |",
                "/mine?host=%h&ip=%i                         |         |",
            })
    void aCustomServiceOfInadynIsOneOfOursOnlyIfItsWholeRequestIsTheSame(String path, String provider, String endpoint)
            throws IOException {
        Agent agent = imported(
                "inadyn",
                "custom a { ddns-server = dynupdate.no-ip.com ddns-path = \"" + path
                        + "\" username = u password = p hostname = f.example.com }");

        assertThat(json(agent).at("/records/0/provider").asText(null)).isEqualTo(provider);
        assertThat(json(agent).at("/providers/" + provider + "/endpoint").asText(null))
                .isEqualTo(endpoint);
        if (provider == null) {
            assertThat(agent.err()).contains("line 1: custom is not carried over: its ddns-path");
        }
    }

    @Test
    void theAddressThatInadynAppendsIsPartOfItsRequest() throws IOException {
        String section = "custom a { ddns-server = dyn.example.edu append-myip = true ddns-path = \"%s\""
                + " username = u password = p hostname = f.example.com }";

        assertThat(imported("inadyn", section.formatted("/u?hostname=%h&myip=")).out())
                .contains("https://dyn.example.edu/u");
        assertThat(imported("inadyn", section.formatted("/u?hostname=%h&myip=%i"))
                        .out())
                .doesNotContain("dyn.example.edu");
    }

    @Test
    void aServerBesideAServiceThatInadynKnowsDisablesItsRecords() throws IOException {
        Agent agent = imported(
                "inadyn",
                "provider no-ip.com { ddns-server = dyn.example.edu username = u password = p hostname = f.example.com }");

        assertThat(isEnabled(agent)).isFalse();
        assertThat(agent.err()).contains("ddns-server is not carried over");
    }

    @Test
    void anUnknownRegionOfOvhDisablesTheRecords() throws IOException {
        Agent agent = imported("ddns-updater", """
                {"settings": [{"provider": "ovh", "domain": "a.example.net", "mode": "api", "api_endpoint": "kimsufi-eu",
                  "app_key": "k", "app_secret": "s", "consumer_key": "c", "ip_version": "ipv4"}]}
                """);

        assertThat(isEnabled(agent)).isFalse();
        assertThat(agent.err()).contains("api_endpoint is not carried over");
    }

    @Test
    void aCredentialThatOurProviderDoesNotTakeIsTold() throws IOException {
        assertThat(imported("ddclient", "use=web protocol=duckdns login=u password=p f")
                        .err())
                .contains("line 1: login is not carried over: duckdns has no setting for it");
        assertThat(imported("ddclient", "use=web protocol=hetzner login=token password=p f.example.com")
                        .err())
                .doesNotContain("login");
    }

    @ParameterizedTest
    @CsvSource({
        "use=web web-skip='IP Address', web-skip",
        "usev4=webv4 webv4-skip=x, webv4-skip",
        "usev4=webv4 web-skip=x, web-skip",
        "usev6=ifv6 ifv6-skip=x, ifv6-skip",
        "usev4=ifv4 ifv4-skip=x, ifv4-skip",
        "use=cmd cmd-skip=x, cmd-skip",
        "use=fw fw-skip=x, fw-skip",
        "use=web fw-banlocal=yes, fw-banlocal",
    })
    void aFilterOfDdclientDisablesTheRecords(String way, String setting) throws IOException {
        Agent agent = imported("ddclient", way + " protocol=noip login=u password=p f.example.com");

        assertThat(isEnabled(agent)).isFalse();
        assertThat(agent.err()).contains("line 1: " + setting + " is not carried over");
    }

    @ParameterizedTest
    @CsvSource({"use=if web-skip=x", "usev4=webv4 webv6-skip=x", "use=web web-skip=''", "use=web fw-banlocal=no"})
    void aFilterThatIsNotUsedDisablesNothing(String way) throws IOException {
        Agent agent = imported("ddclient", way + " protocol=noip login=u password=p f.example.com");

        assertThat(isEnabled(agent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow-ipv6 = true",
                "verify-address = false",
                "fake-address = true",
                "user-agent = Mine/1",
                "iface = eth0 checkip-server = a.example.com",
                "iface = eth0 checkip-path = /ip",
                "checkip-path = /ip",
            })
    void eachSettingOfInadynThatHasNoEffectHereIsTold(String settings) throws IOException {
        String name = settings.replaceFirst("^iface = eth0 ", "").replaceFirst(" .*", "");
        Agent agent = imported(
                "inadyn", "provider no-ip.com { " + settings + " username = u password = p hostname = f.example.com }");

        assertThat(agent.err()).contains("line 1: " + name + " is not carried over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"namecheap", "strato"})
    void aZoneThatIsGuessedForASettingIsTold(String provider) throws IOException {
        String entry = "{\"settings\": [{\"provider\": \"" + provider
                + "\", \"domain\": \"example.co.uk\", %s\"password\": \"p\", \"ip_version\": \"ipv4\"}]}";

        assertThat(imported("ddns-updater", entry.formatted("")).err())
                .contains("settings[0]: the zone of example.co.uk is guessed: check it");
        assertThat(imported("ddns-updater", entry.formatted("\"host\": \"@\", "))
                        .err())
                .doesNotContain("guessed");
    }

    @Test
    void aNameThatIsNoFullNameIsTold() throws IOException {
        assertThat(imported("ddclient", "use=web protocol=namecheap login=a.org password=p @,www")
                        .err())
                .contains("line 1: the name @ is not carried over", "line 1: the name www is not carried over");
    }
}
