package io.github.ddnsjava.internal.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK's client does with it, over both versions of HTTP: here, since the server comes with the testkit. */
@Timeout(120)
class DepartureTest {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());

    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        SERVER.start();
        SERVER.stubFor(any(anyUrl()).willReturn(ok("done")));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Anybody()}, null);
        client = HttpClient.newBuilder().sslContext(tls).build();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void forget() {
        SERVER.resetRequests();
    }

    static Stream<Arguments> ways() {
        return Stream.of("GET", "POST", "PUT", "DELETE")
                .flatMap(method -> Stream.of(
                        Arguments.of(method, SERVER.baseUrl(), HttpClient.Version.HTTP_1_1),
                        Arguments.of(method, "https://localhost:" + SERVER.httpsPort(), HttpClient.Version.HTTP_2)));
    }

    private static CompletableFuture<HttpResponse<String>> send(
            String method, String url, HttpClient.Version version, Departure departure) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(url))
                        .version(version)
                        .method(method, departure)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Departure departure(String method) {
        return new Departure(
                method.startsWith("P")
                        ? HttpRequest.BodyPublishers.ofString("{}")
                        : HttpRequest.BodyPublishers.noBody());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void nothingLeavesAfterTheEndOnANewConnectionOrAnOldOne(String method, String url, HttpClient.Version version)
            throws Exception {
        for (int i = 0; i < 2; i++) {
            Departure cancelled = departure(method);
            cancelled.cancel();
            assertThatThrownBy(() -> send(method, url, version, cancelled).get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(CancellationException.class);
            assertThat(cancelled.hasBegun()).isFalse();

            Departure good = departure(method);
            HttpResponse<String> answer = send(method, url, version, good).get(60, TimeUnit.SECONDS);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("done");
            assertThat(good.hasBegun()).isTrue();
        }

        assertThat(SERVER.getAllServeEvents()).hasSize(2);
    }

    /** Trusts the server's own certificate. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
