package io.github.ddnsjava.providers.bunny;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is Bunny's own. */
class BunnyTest extends VendorContract<FakeBunny> {
    BunnyTest() {
        super("bunny", new FakeBunny(), Map.of("accessKey", FakeBunny.KEY));
        lookup("/dnszone", 0);
        list("/dnszone/{zone}", 0);
        raisesNoTtls();
        writes("create", "update", "delete");
        costs("zones*21 list create*40", "list update*40", "list");
        wrong("accessKey", "Account settings, API", "AccessKey: 0123456789abcdef", "0123456789");
        wrong("accessKey", "Account settings, API", "0123456789abcdef\n0123456789abcdef");
        answers((status, text) -> FakeBunny.refusal(status, "dnszone.some_key", text), """
                zones  401 what the vendor says         -> authentication ACCOUNT
                list   401 what the vendor says         -> authentication ACCOUNT
                create 401 what the vendor says         -> authentication ACCOUNT
                list   404 what the vendor says         -> rejected       ZONE
                update 404 what the vendor says         -> transient      RECORD
                create 400 what the vendor says         -> rejected       RECORD
                update 400 what the vendor says         -> rejected       RECORD
                zones  429 HTTP 429                     -> rate-limited   ACCOUNT
                create 429 HTTP 429                     -> rate-limited   ACCOUNT
                list   500 HTTP 500                     -> transient      RECORD
                update 503 HTTP 503                     -> transient      doubt
                create 201 what the vendor says         -> rejected       RECORD
                zones  200 {}                           -> protocol
                zones  200 {"Items":[]}                 -> protocol
                list   200 {}                           -> protocol
                list   200 {"Records":[{"Name":"www"}]} -> protocol
                create 200 {}                           -> protocol
                create 200 ''                           -> protocol
                update 200 {}                           -> protocol
                """);
        refuses("""
                PUT /dnszone/ID/records {'Type':0,'Name':'www','Value':'192.0.2.1','Ttl':14} -> 400
                PUT /dnszone/ID/records {'Type':0,'Name':'www','Value':'2001:db8::1','Ttl':60} -> 400
                PUT /dnszone/ID/records {'Type':99,'Name':'www','Value':'192.0.2.1','Ttl':60} -> 400
                PUT /dnszone/ID/records {'Type':0,'Name':'www.example.com','Value':'192.0.2.1','Ttl':60} -> 400
                PUT /dnszone/ID/records {'Type':0,'Name':'@','Value':'192.0.2.1','Ttl':60} -> 400
                PUT /dnszone/ID/records {'Type':0,'Name':'alias','Value':'192.0.2.1','Ttl':60} -> 400
                """);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("AccessKey", FakeBunny.KEY);
    }

    @Override
    protected String filled(String text) {
        return text.replace("/ID", "/" + fake.reference(ZONE));
    }

    @Test
    void aNewRecordHasTheUsualTtl() throws InterruptedException {
        account().publish(Publishing.hosts(1, 1, 1));

        assertThat(fake.calls()).containsExactly("zones", "zones", "list", "create", "create");
        assertThat(fake.bodies().get(1)).hasToString("{\"Type\":1,\"Name\":\"h0\",\"Value\":\"2001:db8::1\"}");
    }

    @Test
    @Tag("promise-13")
    void aChangeRepeatsWhatItDoesNotChange() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        ours.put("Weight", 7).put("Comment", "true").put("AutoSslIssuance", false);

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE))
                .extracting(Object::toString)
                .containsExactly(
                        other.toString(),
                        ours.deepCopy().put("Value", "192.0.2.2").toString());
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www", "192.0.2.1", 60);

        account().publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accelerated", "Disabled", "MonitorType", "SmartRoutingType"})
    void aRecordThatIsNotPlainIsLeftAlone(String member) throws InterruptedException {
        ObjectNode record = fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        if (record.get(member).isBoolean()) {
            record.put(member, true);
        } else {
            record.put(member, 2);
        }

        assertThat(problem(change()).message()).contains("www.example.com").contains("panel");
        assertThat(fake.calls()).containsExactly("zones", "zones", "list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CNAME", "Redirect", "Flatten", "PullZone", "Script"})
    void aNameThatIsSomethingElseIsLeftAlone(String type) throws InterruptedException {
        fake.put(ZONE, type, "www", "x", 60);

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(fake.calls()).containsExactly("zones", "zones", "list");
    }

    @Test
    void typesMayBeTexts() throws InterruptedException {
        fake.plan(
                "list",
                aResponse()
                        .withBody(
                                "{\"Records\":[{\"Id\":7,\"Type\":\"A\",\"Name\":\"www\",\"Value\":\"192.0.2.1\",\"Ttl\":60,"
                                        + "\"MonitorType\":\"None\"}]}"));

        assertThat(change()).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void aZoneIsFoundAmongMoreThanAPageOfNamesThatContainIt() throws InterruptedException {
        fake.removeZone(ZONE);
        for (int i = 0; i < 200; i++) {
            fake.addZone("z" + i + "-example.com");
        }
        fake.addZone("my.example.com.example");
        fake.addZone(ZONE);

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE)).hasSize(1);
    }
}
