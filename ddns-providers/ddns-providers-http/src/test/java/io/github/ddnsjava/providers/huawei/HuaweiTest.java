package io.github.ddnsjava.providers.huawei;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.TicketVendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is Huawei Cloud DNS's own. */
class HuaweiTest extends TicketVendorContract<FakeHuawei> {
    private static final String WWW = "www.example.com.";

    HuaweiTest() {
        super("huawei", new FakeHuawei(), Map.of("accessKeyId", FakeHuawei.ID, "secretAccessKey", FakeHuawei.KEY));
        plain("accessKeyId");
        lookup("/v2/zones", 500);
        list("/v2.1/zones/{zone}/recordsets", 500);
        writes("create", "update", "delete");
        costs("zones list create*40", "list update*40", "list");
        wrong(
                "accessKeyId",
                "My Credentials",
                "us3r7",
                "QTWA OYTTINDUT2QVKYUC",
                "QTWAOYTTINDUT2QVKYUC=",
                "MIICIjANBgkqhkiG9w0BAQEFAAO/CAg8A");
        wrongLater("secretAccessKey", "Secret Access Key", "two w0rds1");
        answers((status, what) -> error(status, what), """
                create 403 DNS.1802 it says -> authentication RECORD
                update 404 DNS.0313 it says -> transient
                create 400 DNS.0308 it says -> rejected RECORD
                zones  401 APIGW.0301 it says -> authentication ACCOUNT
                zones  401 APIGW.0303 it says -> authentication ACCOUNT
                zones  401 DNS.0005 it says -> authentication ACCOUNT
                zones  403 APIGW.0305 it says -> authentication ACCOUNT
                list   403 APIGW.0302 it says -> authentication ZONE
                create 403 APIGW.0306 it says -> authentication RECORD
                create 403 DNS.0013 it says -> authentication RECORD
                list   403 DNS.0030 it says -> authentication ZONE
                create 403 DNS.0040 it says -> authentication ACCOUNT
                zones  404 APIGW.0101 it says -> rejected RECORD
                zones  429 APIGW.0308 it says -> rate-limited ACCOUNT
                create 403 DNS.0014 it says -> rate-limited ACCOUNT
                list   403 DNS.0021 it says -> rate-limited ACCOUNT
                list   404 DNS.0302 it says -> rejected ZONE
                list   404 DNS.1206 it says -> rejected ZONE
                update 404 DNS.0004 it says -> transient
                update 404 {"code":"DNS.0312","message":"it says"} -> transient
                create 400 DNS.0335 it says -> transient twice
                create 400 DNS.0312 it says -> transient twice
                create 409 DNS.0312 it says -> transient twice
                create 400 DNS.0016 it says -> transient twice
                create 400 DNS.0303 it says -> rejected RECORD
                create 400 DNS.0304 it says -> rejected RECORD
                create 400 DNS.0307 it says -> rejected RECORD
                create 400 DNS.0309 it says -> rejected RECORD
                create 400 DNS.0319 it says -> rejected RECORD
                create 400 DNS.0209 it says -> blocked ZONE
                create 400 DNS.0213 it says -> blocked ZONE
                create 400 DNS.0214 it says -> blocked ZONE
                create 400 DNS.0403 it says -> rejected RECORD
                create 400 DNS.0404 it says -> rejected RECORD
                create 400 DNS.0405 it says -> rejected RECORD
                create 400 DNS.0408 it says -> rejected RECORD
                create 400 DNS.0409 it says -> rejected RECORD
                zones  500 DNS.0000 it says -> transient
                list   500 DNS.0001 it says -> transient
                create 500 DNS.0003 it says -> transient
                create 500 DNS.0012 it says -> transient
                create 500 DNS.0015 it says -> transient
                create 500 DNS.0022 it says -> transient
                create 500 DNS.0036 it says -> transient
                create 502 APIGW.0201 it says -> transient
                """);
    }

    /** Returns an error whose code stands before its words; of another reason alone it is that of a wrong value. */
    private static FakeHuawei.Refusal error(int status, String what) {
        String[] parts = what.split(" ", 2);
        return parts[0].matches("(APIGW|DNS)\\.[0-9]{4}")
                ? FakeHuawei.refusal(status, parts[0], parts[1])
                : FakeHuawei.refusal(400, "DNS.0308", what);
    }

    /** A policy is for the whole service. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("zones", "list", "create");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i + ".example.com.", "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i + ".example.com.", "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account().publish(Publishing.hosts(30, 1, 2))).hasOnlyElementsOfType(ChangeResult.Accepted.class);
        assertThat(fake.calls().subList(0, 2)).containsExactly("zones", "list");
        assertThat(fake.calls().subList(2, 62)).containsOnly("update");
        assertThat(fake.calls()).hasSize(2 + 60);
    }

    @Test
    @Tag("promise-13")
    void aChangeNamesOnlyWhatChangesAndKeepsTheValuesOfOthers() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", WWW, "192.0.2.1", 7200);
        fake.put(ZONE, "A", WWW, "192.0.2.9", 7200);
        there.put("description", "by hand").put("weight", 5);
        ObjectNode before = there.deepCopy();

        assertThat(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .confirmed("192.0.2.1")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10)))))
                .isInstanceOf(ChangeResult.Accepted.class);

        JsonNode body = fake.bodies().get(fake.bodies().size() - 1);
        assertThat(body.fieldNames()).toIterable().containsExactlyInAnyOrder("name", "type", "records");
        before.putArray("records").add("192.0.2.2").add("192.0.2.9");
        assertThat(fake.records(ZONE)).containsExactly(before);
    }

    /** A search for a name finds those that contain it, unless the request says otherwise. */
    @Test
    @Tag("promise-13")
    void setsOfOtherNamesAndLinesStay() throws InterruptedException {
        fake.put(ZONE, "A", "more.www.example.com.", "192.0.2.1", 61);
        fake.put(ZONE, "TXT", WWW, "\"v=1\"", 62);
        fake.putMore(ZONE, "A", WWW, "192.0.2.7", "Yidong");
        List<ObjectNode> others = fake.records(ZONE);
        fake.put(ZONE, "A", WWW, "192.0.2.1", 63);

        assertThat(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.records(ZONE)).hasSize(4).containsAll(others);

        assertThat(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.2")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @ParameterizedTest
    @CsvSource({"status, DISABLE, DISABLE", "status, FREEZE, FREEZE", "alias_target, x, alias"})
    void whatIsDisabledFrozenOrAnAliasIsLeftAlone(String member, String value, String told)
            throws InterruptedException {
        fake.put(ZONE, "A", WWW, "192.0.2.1", 600).put(member, value);

        assertLeftAlone(told);
    }

    @Test
    void severalWeightedSetsAreLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", WWW, "192.0.2.1", 600);
        fake.putMore(ZONE, "A", WWW, "192.0.2.7", "default_view");

        assertLeftAlone("weighted");
    }

    private void assertLeftAlone(String told) throws InterruptedException {
        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", told);
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    @Test
    @Tag("promise-6")
    void anAnswerThatShowsOtherAddressesConfirmsNothing() throws InterruptedException {
        ObjectNode other =
                fake.put(ZONE, "A", "other.example.com.", "192.0.2.9", 600).deepCopy();
        fake.plan("create", FakeHuawei.accepted(other));

        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).message()).contains("www.example.com A");
    }

    /** What a status says of a ticket: of a change, and of a removal. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({
        "ACTIVE, Done, Unknown",
        "PENDING_UPDATE, Pending, Pending",
        "PENDING_DELETE, Pending, Pending",
        "ERROR, Failed, Failed",
        "FREEZE, Unknown, Unknown"
    })
    void aTicketIsAskedByTheStatusOfItsSet(String status, String change, String removal) throws InterruptedException {
        fake.holdBack();
        RecordChange wanted = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account().publish(List.of(wanted)).get(0);
        String ticket = accepted.ticket().orElseThrow();
        fake.carryOut();
        fake.status(ZONE, status);

        assertThat(asked(ticket, wanted)).isEqualTo(change);
        assertThat(asked(ticket + "/removed", wanted)).isEqualTo(removal);
    }

    @Test
    @Tag("promise-6")
    void aRemovalIsDoneWhenTheSetIsGoneAndAChangeIsNot() throws InterruptedException {
        RecordChange wanted = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account().publish(List.of(wanted)).get(0);
        String ticket = accepted.ticket().orElseThrow();
        fake.forgetTickets();

        assertThat(asked(ticket + "/removed", wanted)).isEqualTo("Done");
        assertThatThrownBy(() -> asked(ticket, wanted)).isInstanceOf(RejectedException.class);
    }

    private String asked(String ticket, RecordChange change) throws InterruptedException {
        return provider()
                .accepted(ticket, List.of(change), account().publication().next())
                .getClass()
                .getSimpleName();
    }

    @Test
    @Tag("promise-22")
    void aTemporaryKeyIsSentWithItsToken() throws InterruptedException {
        fake.temporary("the-token-of-the-session");

        account(Map.of("securityToken", "the-token-of-the-session"));
        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);

        account(Map.of());
        Problem without = problem(change());
        assertThat(without.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(without.message()).contains("needs its securityToken");
        account(Map.of("securityToken", "another-token"));
        assertThat(problem(change()).toString())
                .contains("needs its securityToken")
                .doesNotContain("another-token");
    }

    @Test
    void theSecretOfAnotherKeyIsToldAsSuch() throws InterruptedException {
        account(Map.of("secretAccessKey", "another-secret"));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("those of one key", "clock of this host");
    }
}
