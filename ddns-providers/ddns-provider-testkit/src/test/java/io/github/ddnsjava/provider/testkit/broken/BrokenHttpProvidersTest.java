package io.github.ddnsjava.provider.testkit.broken;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.broken.Failing.failing;
import static io.github.ddnsjava.provider.testkit.broken.Failing.failingOverHttp;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.Json;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.sample.SampleContract;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.provider.testkit.sample.SampleSessionContract;
import io.github.ddnsjava.provider.testkit.sample.SampleZonesContract;
import io.github.ddnsjava.provider.testkit.sample.SampleZonesProvider;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.SetWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What goes wrong over HTTP is found, each fault by the case that was made for it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("thorough")
class BrokenHttpProvidersTest {
    private static ListAssert<String> failingWithSession(BiFunction<Settings, ProviderContext, DnsProvider> broken)
            throws Exception {
        try (SampleSessionContract harness = new SampleSessionContract(broken) {}) {
            return failing(harness);
        }
    }

    @Test
    void findsWhoShowsTheVendorsReasonAsItComes() throws Exception {
        try (SampleContract harness = new SampleContract(BrokenAnswers.QuotesRaw::new) {
            @Override
            public Optional<ResponseDefinitionBuilder> refusal(String reason) {
                return Optional.of(
                        aResponse().withStatus(400).withBody("{\"fault\":" + Json.write(Map.of("text", reason)) + "}"));
            }
        }) {
            failing(harness).containsExactly("quotes the vendor's reason in one line, and no secret of it");
        }
    }

    @Test
    void findsASecretInACaseThatIsAboutSomethingElse() throws Exception {
        failingOverHttp(BrokenAnswers.ShowsTokenAfter421::new)
                .containsExactly("comes back by itself after a misdirected request (421)");
    }

    @Test
    void findsWhoStaysAwayOnlyWhereItIsToldForHowLong() throws Exception {
        failingOverHttp(BrokenAnswers.NeedsRetryAfter::new)
                .containsExactly("stays away after too many requests although it is not told for how long");
    }

    @Test
    void findsWhoDoesNotKnowTheVendorsOwnLimit() throws Exception {
        try (SampleContract harness = new SampleContract(SampleProvider::new) {
            @Override
            public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
                return List.of(aResponse().withStatus(400).withBody("{\"error\":\"slow_down\"}"));
            }
        }) {
            failing(harness).containsExactly("stays away after too many requests although it is not told for how long");
        }
    }

    @Test
    void findsWhoTakesAnyJsonForSuccess() throws Exception {
        failingOverHttp(BrokenAnswers.BelievesStatus::new)
                .containsExactly("takes no answer for a success that denies or does not confirm it");
    }

    @Test
    void findsWhoHoldsTheAccountForANameThatIsGone() throws Exception {
        failingOverHttp(BrokenAnswers.HoldsAccountAfter404::new)
                .containsExactly("holds a name that is not found alone");
    }

    @Test
    void findsWhoHoldsTheAccountForANameOfSomebodyElse() throws Exception {
        failingOverHttp(BrokenAnswers.HoldsAccountForForeignName::new)
                .containsExactly("refuses a name in somebody else's zone, and goes on with the others");
    }

    @Test
    void findsWhoCountsNoBytes() throws Exception {
        BiFunction<Settings, ProviderContext, DnsProvider> broken =
                (settings, context) -> new SampleZonesProvider(settings, context) {
                    @Override
                    protected Weight weigh(SetWrite write) {
                        return new Weight(write.size(), write.values().size(), 0);
                    }
                };
        try (SampleZonesContract harness = new SampleZonesContract(broken) {}) {
            failing(harness).containsExactly("writes no more bytes in one call than it may");
        }
    }

    @Test
    void findsWhoNeverRenewsASession() throws Exception {
        failingWithSession(BrokenSessions.NeverRenews::new)
                .containsExactly("renews a session that the server has ended, once and in the same cycle");
    }

    @Test
    void findsWhoRemembersNoSession() throws Exception {
        failingWithSession(BrokenSessions.RemembersNothing::new)
                .containsExactly(
                        "logs in once for many publications",
                        "renews a session that the server has ended, once and in the same cycle");
    }

    @Test
    void findsWhoRepeatsALogin() throws Exception {
        failingWithSession(BrokenSessions.RepeatsLogin::new)
                .containsExactly(
                        "asks once with credentials that are refused",
                        "sends a login that is refused once, and not again");
    }

    @Test
    void findsWhoRenewsASessionAgainAndAgain() throws Exception {
        failingWithSession(BrokenSessions.RenewsAgainAndAgain::new)
                .containsExactly("logs in no more than once where the new session is refused too");
    }
}
