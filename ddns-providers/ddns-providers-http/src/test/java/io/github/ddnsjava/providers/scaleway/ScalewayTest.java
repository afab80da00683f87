package io.github.ddnsjava.providers.scaleway;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to Scaleway, how often, what stays as it is, and what is made of each of the vendor's errors. */
class ScalewayTest {
    private static final String ZONE = "example.com";

    private static FakeScaleway fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeScaleway.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = account(FakeScaleway.SECRET_KEY);
    }

    private static Publishing account(String secretKey) {
        return new Publishing(DnsProviders.load()
                .create(
                        "scaleway",
                        Settings.at("providers.s", Map.of("secretKey", secretKey, "endpoint", fake.endpoint())),
                        ProviderContext.standard()));
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelativeAndAPartOfADomainIsAZoneOfItsOwn() throws InterruptedException {
        fake.addZone("sub.example.com");

        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.sub.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("", "*");
        assertThat(fake.records("sub.example.com"))
                .extracting(record -> record.get("name").textValue())
                .containsExactly("a");
    }

    @Test
    @Tag("promise-12")
    void allChangesOfAZoneAreOneCall() throws InterruptedException {
        account.publish(Publishing.hosts(20, 1, 1));
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");

        fake.forgetCalls();
        assertThat(account.publish(Publishing.hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("list", "patch");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlTheCommentsAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200).put("comment", "of others");
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200).put("comment", "ours");

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("""
                {"return_all_records":false,"disallow_new_zone_creation":true,"changes":[{"set":{\
                "id_fields":{"name":"www","type":"A"},"records":[\
                {"name":"www","type":"A","data":"192.0.2.2","ttl":7200,"comment":"ours"},\
                {"name":"www","type":"A","data":"192.0.2.7","ttl":7200,"comment":"of others"}]}}]}""");
    }

    @Test
    void theLastValueIsRemovedInTheSameCall() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        List<ChangeResult> results = account.publish(List.of(
                Changes.withdraw("www.example.com", RecordType.A)
                        .confirmed("192.0.2.1")
                        .build(),
                Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(results).extracting(Publishing::outcome).containsExactly(Outcome.WITHDRAWN, Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(fake.records(ZONE))
                .extracting(r -> r.get("type").textValue())
                .containsExactly("AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geo_ip_config", "http_service_config", "weighted_config", "view_config"})
    @Tag("promise-13")
    void aDynamicRecordIsLeftAlone(String config) throws InterruptedException {
        ObjectNode record = fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        record.putObject(config);

        assertThat(problem(change()).message()).contains(config);
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    @Test
    void aNameWithAnAliasIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "ALIAS", "www", "example.net.", 600);

        assertThat(problem(change()).message()).contains("ALIAS");
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    /** The vendor's errors, one a line: what was asked, status, type, message, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 401, denied_authentication, no,               authentication, ACCOUNT",
        "patch, 401, denied_authentication, no,               authentication, ACCOUNT",
        "list,  403, permissions_denied,    no,               authentication, ZONE",
        "patch, 403, permissions_denied,    no,               authentication, ZONE",
        "list,  403, '',                    domain not found, rejected,       ZONE",
        "patch, 403, '',                    domain not found, transient,      ",
        "list,  404, not_found,             no,               rejected,       ZONE",
        "list,  404, unknown_resource,      no,               rejected,       ZONE",
        "patch, 404, not_found,             no,               transient,      ",
        "patch, 400, invalid_arguments,     no,               rejected,       RECORD",
        "patch, 400, invalid_request_error, no,               rejected,       RECORD",
        "patch, 412, precondition_failed,   no,               rejected,       RECORD",
        "patch, 403, quotas_exceeded,       no,               rejected,       RECORD",
        "patch, 409, transient_state,       no,               transient,      ",
        "patch, 423, locked,                no,               transient,      ",
        "patch, 409, '',                    no,               transient,      ",
        "patch, 423, '',                    no,               transient,      ",
        "patch, 429, too_many_requests,     no,               rate-limited,   ACCOUNT",
        "patch, 500, internal,              no,               transient,      "
    })
    void eachErrorOfTheVendorHasItsMeaning(
            String call, int status, String type, String message, String kind, ProblemScope scope)
            throws InterruptedException {
        for (int i = 0; i < 2; i++) { // what would be tried anew is refused again
            fake.plan(call, FakeScaleway.refusal(status, type, message).answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(message);
    }

    @Test
    void theReasonForAnArgumentIsShown() throws InterruptedException {
        fake.plan(
                "patch", FakeScaleway.wrong("changes.0.set", "TTL is too small").answer());

        assertThat(problem(change()).message()).contains("changes.0.set TTL is too small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCW0123456789ABCDEFG", "Bearer 7d1f0c52-3b6e-4a88-9c1d-5e2f7a9b0c34", "7d1f0c52"})
    @Tag("promise-23")
    void aKeyInAWrongFormIsNeverSent(String key) {
        assertThatThrownBy(() -> account(key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("as the console shows it once under IAM")
                .hasMessageNotContaining(key);
        assertThat(fake.calls()).isEmpty();
    }
}
