package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code http}, and how a running door follows it. */
@Timeout(120)
class HttpSettingsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"listen\": \"0.0.0.0:8053\"|nobody would have to say who it is",
                "\"listen\": \"0.0.0.0:8053\"|tokens would be sent in clear text",
                "\"listen\": \"[::]:8053\", \"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"0123456789abcdef\"}]|allowInsecure",
                "\"listen\": \"example.com:8053\"|an address and a port",
                "\"listen\": \"127.0.0.1\"|an address and a port",
                "\"listen\": \"127.0.0.1:65536\"|an address and a port",
                "\"listen\": \"300.0.0.1:80\"|an address and a port",
                "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"0123456789abcde\"}]|http.tokens[0].token: has the wrong form",
                "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\"}]|either token or sha256",
                "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"0123456789abcdef\", \"sha256\": \"00\"}]|sha256",
                "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"sha256\": \"0123456789abcdef\"}]|64 hexadecimal digits",
                "\"tokens\": [{\"name\": \"a\", \"role\": \"boss\", \"token\": \"0123456789abcdef\"}]|http.tokens[0].role",
                "\"tokens\": [{\"name\": \"a b\", \"role\": \"auditor\", \"token\": \"0123456789abcdef\"}]|http.tokens[0].name",
                "\"tokens\": [{\"role\": \"auditor\", \"token\": \"0123456789abcdef\"}]|http.tokens[0].name",
                "\"jwt\": {\"issuer\": \"i\", \"keys\": \"https://id.example/keys\"}|http.jwt.audience",
                "\"jwt\": {\"issuer\": \"i\", \"audience\": \"a\", \"keys\": \"https://id.example/keys\"}|http.jwt.keys",
                "\"port\": 80|http.port"
            })
    void aWrongSectionIsRefusedWithPathAndRemedy(String settings, String message) {
        assertThatThrownBy(() -> new Surface(settings, directory).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("0123456789abcde");
    }

    @Test
    void twoTokensOfOneNameAreRefused() {
        String token = "{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"0123456789abcdef\"}";
        assertThatThrownBy(() -> Surface.settings("\"tokens\": [" + token + ", " + token + "]", directory))
                .hasMessageContaining("http.tokens[1].name");
    }

    @Test
    void ofATokenOnlyTheDigestIsKept() throws IOException {
        Files.writeString(directory.resolve("token"), "token-in-a-file-0000\n");
        HttpSettings settings = Surface.settings(
                "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"${file:token}\"}]", directory);
        assertThat(settings.tokens().get(0).sha256()).isEqualTo(HttpSettings.sha256("token-in-a-file-0000"));
        assertThat(settings.toString()).doesNotContain("token-in-a-file");
    }

    @Test
    void anotherAddressNeedsTokensAndTlsOrTheWordOfItsOwner() throws IOException {
        String open = "\"listen\": \"0.0.0.0:0\", \"allowInsecure\": true, " + Surface.TOKENS;
        try (Surface surface = new Surface(open, directory)) {
            assertThat(surface.ask("GET", "/status").status()).isEqualTo(401);
            assertThat(surface.ask("GET", "/status", Surface.bearer(Surface.AUDITOR))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void anAddressThatIsTakenIsAnErrorOfTheConfiguration() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            new Surface("\"listen\": \"127.0.0.1:" + taken.getLocalPort() + "\"", directory).close())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("http.listen: the agent cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void tokensFollowAReloadAndListenDoesNot() throws IOException {
        String now = "\"tokens\": [{\"name\": \"a\", \"role\": \"auditor\", \"token\": \"%s\"}]";
        try (Surface surface = new Surface(now.formatted("token-of-yesterday-0"), directory);
                RawHttp watcher = new RawHttp(surface.port())) {
            watcher.send("GET /events HTTP/1.1\r\nHost: localhost:" + surface.port() + "\r\n"
                    + Surface.bearer("token-of-yesterday-0") + "\r\n\r\n");
            assertThat(watcher.line()).isEqualTo("HTTP/1.1 200 OK");
            Runnable prepared = surface.door.prepare(Optional.of(Surface.settings(
                    "\"listen\": \"127.0.0.1:1\", " + now.formatted("token-of-tomorrow-00"), directory)));
            assertThat(surface.ask("GET", "/status", Surface.bearer("token-of-yesterday-0"))
                            .status())
                    .as("nothing is changed before")
                    .isEqualTo(200);
            prepared.run();
            assertThat(surface.ask("GET", "/status", Surface.bearer("token-of-yesterday-0"))
                            .status())
                    .isEqualTo(401);
            assertThat(surface.ask("GET", "/status", Surface.bearer("token-of-tomorrow-00"))
                            .status())
                    .isEqualTo(200);
            String line = "";
            while (!line.equals("0")) { // the last chunk: who watches has to show a right token anew
                line = watcher.line();
            }
        }
    }

    /** Right for a loopback address, but the agent still listens on all. */
    @Test
    void anEditForAnotherAddressOpensNothingWhereTheAgentListens() throws IOException {
        String everywhere = "\"listen\": \"0.0.0.0:0\", \"allowInsecure\": true, " + Surface.TOKENS;
        try (Surface surface = new Surface(everywhere, directory)) {
            surface.door.prepare(Optional.of(Surface.settings("", directory))).run();

            assertThat(surface.ask("GET", "/status").status()).isEqualTo(401);
            assertThat(surface.ask("GET", "/status", Surface.bearer(Surface.AUDITOR))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** A key that is not in PEM looks like the name of a file. */
    @Test
    void aKeyInAnotherFormIsNotShown() {
        String tls = "\"tls\": {\"certificate\": \"LS0tY2VydA\", \"key\": \"LS0tLS1CRUdJTiBQUklWQVRF\"}";
        HttpSettings settings = Surface.settings(tls, directory);

        assertThatThrownBy(() -> ServerKeys.context(settings.tls().orElseThrow()))
                .hasMessageContaining("is neither PEM nor a file that can be read")
                .hasMessageNotContaining("LS0t");
    }

    /** Whoever calls must not make the agent ask a name server. */
    @Test
    void aHostThatIsNoAddressIsNotLookedUp() {
        Authorities authorities = new Authorities(Surface.settings("", directory), false);
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8053);

        assertThat(authorities.isOurs("127.0.0.1:8053", here)).isTrue();
        assertThat(authorities.isOurs("999.999.999.999:8053", here)).isFalse();
        assertThat(authorities.isOurs("127.1:8053", here)).isFalse();
    }
}
