package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ZonePublication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a login goes, and what was asked. */
class ProviderEndpointTest {
    private final Api api = new Api(request -> Api.answer(429, "{\"message\":\"slow down\"}"));

    @ParameterizedTest
    @Tag("promise-22")
    @CsvSource(
            nullValues = "-",
            value = {
                // endpoint, loginEndpoint, where the login goes
                "-, -, https://login.vendor.example/oauth/token",
                "-, https://mine.example/t, https://mine.example/t",
                "https://proxy.example:8443/api/v2, -, https://proxy.example:8443/oauth/token",
                "http://127.0.0.1:9999, -, http://127.0.0.1:9999/oauth/token",
                "https://proxy.example/api, https://mine.example/t, https://mine.example/t",
            })
    void noCredentialLeavesForAHostThatTheUserHasReplaced(String endpoint, String login, String expected) {
        Settings settings = Settings.none();
        settings = endpoint == null ? settings : settings.with("endpoint", endpoint);
        settings = login == null ? settings : settings.with("loginEndpoint", login);

        assertThat(ProviderEndpoint.ofLogin(settings, "https://login.vendor.example/oauth/token", api.context())
                        .base())
                .hasToString(expected);
    }

    @Test
    void aLoginEndpointThatIsNoHttpsUrlIsNamed() {
        assertThatThrownBy(() -> ProviderEndpoint.ofLogin(
                        Settings.of("loginEndpoint", "http://mine.example"), "https://l.example", api.context()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("loginEndpoint");
    }

    @Test
    @Tag("promise-11")
    void anEndpointThatDoesNotSayWhoAsksIsNoAccount() {
        ProviderEndpoint nobody = ProviderEndpoint.of(Settings.none(), "https://api.example.com", api.context());

        assertThatThrownBy(nobody::account)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("https://api.example.com")
                .hasMessageContaining("authorizedBy");
        assertThat(nobody.authorizedBy(Authorizer.none("user")).account())
                .isNotEqualTo(nobody.authorizedBy(Authorizer.none("other")).account());
    }

    @ParameterizedTest
    @Tag("promise-11")
    @EnumSource(ProblemScope.class)
    void aRequestNamesWhatThePublicationNames(ProblemScope named) {
        List<ProblemScope> scopes = new ArrayList<>();
        ProviderEndpoint endpoint = api.endpoint().limitedPer(ProblemScope.ZONE).judgedBy((asked, answer, now) -> {
            scopes.add(asked.scope());
            scopes.add(asked.limited());
            assertThat(asked).hasToString("GET api.example.com/a");
            assertThat(asked.what()).isEqualTo("GET api.example.com/a");
        });

        assertThatThrownBy(() -> endpoint.on(new ZonePublication(api.gate, named))
                        .get("/a")
                        .send())
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.scope())
                                .as("a limit is never narrower than what was named")
                                .isEqualTo(named.orWider(ProblemScope.ZONE)))
                .hasMessageContaining("slow down");
        assertThat(scopes).containsExactly(named, named.orWider(ProblemScope.ZONE));
    }

    @Test
    void whatIsAskedOutsideOfARequestQuotesNothing() {
        assertThat(Asked.of("GET a", ProblemScope.ZONE).limited()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(Asked.of("GET a", ProblemScope.ZONE, ProblemScope.ZONE).quote("words"))
                .isEmpty();
    }
}
