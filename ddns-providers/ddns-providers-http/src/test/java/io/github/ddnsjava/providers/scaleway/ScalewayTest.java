package io.github.ddnsjava.providers.scaleway;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is Scaleway's own. */
class ScalewayTest extends VendorContract<FakeScaleway> {
    ScalewayTest() {
        super("scaleway", new FakeScaleway(), Map.of("secretKey", FakeScaleway.SECRET_KEY));
        lookup("/dns-zones", FakeScaleway.PAGE);
        list("/dns-zones/{zone}/records", FakeScaleway.PAGE);
        writes("patch", "patch", "patch");
        costs("zones list patch", "list patch", "list");
        wrong(
                "secretKey",
                "as the console shows it once under IAM",
                "SCW0123456789ABCDEFG",
                "Bearer 7d1f0c52-3b6e-4a88-9c1d-5e2f7a9b0c34",
                "7d1f0c52");
        answers(ScalewayTest::error, """
                zones 401 denied_authentication -> authentication ACCOUNT
                patch 401 denied_authentication -> authentication ACCOUNT
                list  403 permissions_denied    -> authentication ZONE
                patch 403 permissions_denied    -> authentication ZONE
                list  403 domain not found      -> rejected       ZONE
                patch 403 domain not found      -> transient
                list  404 not_found             -> rejected       ZONE
                list  404 unknown_resource      -> rejected       ZONE
                patch 404 not_found             -> transient
                patch 400 invalid_arguments     -> rejected       RECORD
                patch 400 invalid_request_error -> rejected       RECORD
                patch 412 precondition_failed   -> rejected       RECORD
                patch 403 quotas_exceeded       -> rejected       RECORD
                patch 409 transient_state       -> transient
                patch 423 locked                -> transient
                patch 409                       -> transient
                patch 423                       -> transient
                patch 429 too_many_requests     -> rate-limited   ACCOUNT
                patch 500 internal              -> transient      doubt
                """);
        refuses("""
                GET    /dns-zones -> 200 total_count
                GET    /dns-zones?page_size=101 -> 400 page_size
                GET    /dns-zones?x=1 -> 400 unknown
                GET    /dns-zones/example.org/records -> 403 domain not found
                GET    /dns-zones/example.com/records?name=none -> 200 "records":[]
                PUT    /dns-zones/example.com/records {} -> 404 not_found
                PATCH  /dns-zones/example.com/records {'changes':[]} -> 400 changes
                PATCH  /dns-zones/example.com/records {'records':[]} -> 400 unknown
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2'}]}}]} -> 400 ttl
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':59}]}}]} -> 400 ttl
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':'60'}]}}]} -> 400 ttl
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':60,'id':'1'}]}}]} -> 400 unknown
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'w','type':'A','data':'192.0.2.2','ttl':60}]}}]} -> 400 records
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[]}}]} -> 400 records
                PATCH  /dns-zones/example.com/records {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':60}]}}]} -> 200 192.0.2.2
                PATCH  /dns-zones/example.com/records {'changes':[{'delete':{'id_fields':{'name':'none','type':'A'}}}]} -> 404 not_found
                """);
    }

    private static FakeScaleway.Refusal error(int status, String type) {
        return type.contains(" ") ? FakeScaleway.refusal(status, "", type) : FakeScaleway.refusal(status, type, SAID);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("X-Auth-Token", FakeScaleway.SECRET_KEY);
    }

    @Override
    protected void prepare() {
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
    }

    private ChangeResult move() throws InterruptedException {
        return account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelativeAndAPartOfADomainIsAZoneOfItsOwn() throws InterruptedException {
        fake.addZone("sub.example.com");

        account()
                .publish(List.of(
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
    @Tag("promise-13")
    void aChangeKeepsTheTtlTheCommentsAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200).put("comment", "of others");
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200).put("comment", "ours");

        assertThat(outcome(move())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("""
                {"return_all_records":false,"disallow_new_zone_creation":true,"changes":[{"set":{\
                "id_fields":{"name":"www","type":"A"},"records":[\
                {"type":"A","name":"www","data":"192.0.2.2","ttl":7200,"comment":"ours"},\
                {"type":"A","name":"www","data":"192.0.2.7","ttl":7200,"comment":"of others"}]}}]}""");
    }

    @Test
    void theLastValueIsRemovedInTheSameCall() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        List<ChangeResult> results = account()
                .publish(List.of(
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

        assertThat(problem(move()).message()).contains(config);
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    @Test
    void aNameWithAnAliasIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "ALIAS", "www", "example.net.", 600);

        assertThat(problem(move()).message()).contains("ALIAS");
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    @Test
    void theReasonForAnArgumentIsShown() throws InterruptedException {
        fake.plan(
                "patch", FakeScaleway.wrong("changes.0.set", "TTL is too small").answer());

        assertThat(problem(move()).message()).contains("changes.0.set TTL is too small");
    }
}
