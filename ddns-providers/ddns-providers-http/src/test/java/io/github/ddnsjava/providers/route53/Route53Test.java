package io.github.ddnsjava.providers.route53;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.provider.testkit.fake.TicketVendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is Route 53's own. */
class Route53Test extends TicketVendorContract<FakeRoute53> {
    Route53Test() {
        super(
                "route53",
                new FakeRoute53(),
                Map.of("accessKeyId", FakeRoute53.ID, "secretAccessKey", FakeRoute53.SECRET));
        plain("accessKeyId");
        // The hosted zones of each domain are asked for by themselves.
        lookup("/hostedzonesbyname", 0);
        list("/hostedzone/{zone}/rrset", 300);
        raisesNoTtls();
        writes("change", "change", "change");
        costs("zones list change", "list change", "list");
        wrong(
                "accessKeyId",
                "IAM console",
                "sh0rt1",
                "AKIA QT7SFODNN8EXAMPLE",
                "akiaiosfodnn7example",
                "LTAI5tHk9QmT4vWz7YpB2cXe");
        answers((status, what) -> error(status, what), """
                zones  403 InvalidClientTokenId The security token is invalid. -> authentication ACCOUNT
                list   403 SignatureDoesNotMatch The signature does not match. -> authentication ACCOUNT
                change 403 SignatureDoesNotMatch The signature does not match. -> authentication ACCOUNT
                zones  400 IncompleteSignature headers are not signed -> authentication ACCOUNT
                zones  403 MissingAuthenticationToken Missing Authentication Token -> authentication ACCOUNT
                change 403 ExpiredToken The token has expired -> authentication ACCOUNT
                zones  403 AccessDenied User is not authorized -> authentication ACCOUNT
                list   403 AccessDenied User is not authorized -> authentication ZONE
                change 403 AccessDenied User is not authorized -> authentication RECORD
                zones  403 RequestExpired Request has expired. -> transient RECORD
                change 403 SignatureDoesNotMatch Signature expired: 2026 -> transient RECORD
                zones  403 SignatureDoesNotMatch Signature not yet current: 2026 -> transient RECORD
                list   404 NoSuchHostedZone No hosted zone found with ID -> rejected ZONE
                change 404 NoSuchHostedZone No hosted zone found with ID -> transient RECORD
                change 400 InvalidChangeBatch [Duplicate Resource Record: '192.0.2.1'] -> rejected RECORD
                change 400 InvalidChangeBatch [RRSet is not permitted in zone example.org.] -> rejected RECORD
                change 400 InvalidChangeBatch [it already exists in zone example.com. as CNAME] -> rejected RECORD
                change 400 InvalidInput 1 validation error detected -> rejected RECORD
                zones  400 InvalidDomainName not a valid domain -> rejected RECORD
                change 400 PriorRequestNotComplete The request was rejected because Route 53 is still processing -> transient RECORD
                zones  400 Throttling Rate exceeded -> rate-limited ACCOUNT
                list   400 ThrottlingException Rate exceeded -> rate-limited ACCOUNT
                change 400 Throttling Rate exceeded -> rate-limited ACCOUNT
                change 503 Throttling Rate exceeded -> rate-limited ACCOUNT
                zones  503 ServiceUnavailable -> transient RECORD
                change 503 ServiceUnavailable -> transient doubt
                change 500 InternalFailure -> transient doubt
                list   200 Throttling Rate exceeded -> rate-limited ACCOUNT
                change 200 AccessDenied User is not authorized -> authentication RECORD
                """);
    }

    /** Returns an error with its code and words; where the message has only words, the row has only the code. */
    private static FakeRoute53.Refusal error(int status, String what) {
        String[] parts = what.split(" ", 2);
        return Xml.refusal(status, parts[0], parts.length == 2 ? parts[1] : SAID);
    }

    /** Only the characters of values count. */
    @Override
    public int bytes(Request request) {
        return ChangeBatch.load(request.getBodyAsString()).get(1);
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return Xml.refusal(
                        400,
                        "InvalidChangeBatch",
                        "[Tried to delete resource record set [name='x.', type='A'] but it was not found]")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(Xml.refusedBatch(reason).answer());
    }

    private static Attributes ttl(Duration wanted) {
        return Attributes.none().ensure("ttl", wanted);
    }

    private static List<RecordChange> names(int count, String address) {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(Changes.ensure("h" + i + ".example.com", address).build());
        }
        return changes;
    }

    @Test
    void aNewSetIsCreatedInTheFormOfTheSchema() throws InterruptedException {
        assertThat(account().publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        assertThat(fake.texts())
                .singleElement()
                .asString()
                .endsWith("<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
                        + "<ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet>"
                        + "<Name>www.example.com.</Name><Type>A</Type><TTL>300</TTL><ResourceRecords><ResourceRecord>"
                        + "<Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>"
                        + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>");
    }

    @Test
    void theApexAndWildcardsAreFoundAgainThoughListsEscapeThem() throws InterruptedException {
        List<RecordChange> changes = List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("*.b.example.com", "192.0.2.3").build());
        account().publish(changes);
        assertThat(fake.sets(ZONE)).containsOnlyKeys("example.com./A", "*.example.com./A", "*.b.example.com./A");

        assertThat(account().publish(changes)).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(account().publish(Changes.ensure("*.example.com", "192.0.2.2")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void oneNameIsReadByACallThatBeginsThere() throws InterruptedException {
        for (int i = 0; i < 700; i++) {
            fake.put(ZONE, "A", "other" + i + ".example.com.", "192.0.2.9", 60);
        }
        fake.put(ZONE, "A", "other3.example.com.", "192.0.2.1", 60);

        account().publish(Changes.ensure("other3.example.com", "192.0.2.2").confirmed("192.0.2.1"));
        assertThat(fake.calls()).containsExactly("zones", "list", "change");

        fake.forgetCalls();
        account().publish(Changes.ensure("missing.example.com", "192.0.2.2"));
        assertThat(fake.calls()).containsExactly("zones", "list", "change"); // the new name could be a zone
        assertThat(fake.sets(ZONE)).containsEntry("other3.example.com./A", Set.of("192.0.2.2", "192.0.2.9"));
    }

    @Test
    void aNameWithManySetsOfARoutingPolicyIsReadToItsEnd() throws InterruptedException {
        for (int i = 10; i < 35; i++) {
            fake.putWeighted(ZONE, "A", "www.example.com.", "192.0.2." + i, "w" + i);
        }
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:db8::1", 60);

        account().publish(Changes.ensure("www.example.com", "2001:db8::2").confirmed("2001:db8::1"));

        assertThat(fake.calls()).containsExactly("zones", "list", "list", "list", "change");
        assertThat(fake.sets(ZONE)).hasSize(26).containsEntry("www.example.com./AAAA", Set.of("2001:db8::2"));
    }

    /** 1,000 values, of which those of an update count twice. */
    @Test
    void aCallHasNoMoreValuesThanTheVendorCounts() throws InterruptedException {
        account().publish(names(1001, "192.0.2.1"));
        assertThat(loads()).containsExactly(tuple(1000, 9000), tuple(1, 9));

        fake.forgetCalls();
        List<RecordChange> moves = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            moves.add(Changes.ensure("h" + i + ".example.com", "192.0.2.2")
                    .confirmed("192.0.2.1")
                    .build());
        }
        account().publish(moves);
        assertThat(loads()).containsExactly(tuple(1000, 9000), tuple(2, 18));
        assertThat(fake.refusals()).isEmpty();
    }

    /** 32,000 characters, of which those of an update count twice. */
    @Test
    void aCallHasNoMoreCharactersThanTheVendorCounts() throws InterruptedException {
        String old = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1234"; // 38
        account().publish(names(900, old));
        assertThat(loads()).containsExactly(tuple(842, 842 * 38), tuple(58, 58 * 38));

        fake.forgetCalls();
        List<RecordChange> moves = new ArrayList<>();
        for (int i = 0; i < 430; i++) {
            moves.add(Changes.ensure("h" + i + ".example.com", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:4321")
                    .confirmed(old)
                    .build());
        }
        account().publish(moves);
        assertThat(loads()).containsExactly(tuple(842, 842 * 38), tuple(18, 18 * 38));
        assertThat(fake.refusals()).isEmpty();
    }

    private List<org.assertj.core.groups.Tuple> loads() {
        return fake.texts().stream()
                .map(ChangeBatch::load)
                .map(load -> tuple(load.toArray()))
                .toList();
    }

    @Test
    @Tag("promise-13")
    void anUpdateKeepsTheTtlAndTheAddressesOfOthersAsTheyAreWritten() throws InterruptedException {
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:0DB8:0::7", 7200);
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:db8::1", 7200);
        fake.put(ZONE, "A", "www.example.com.", "192.0.2.7", 60);
        fake.put(ZONE, "TXT", "www.example.com.", "\"v=1\"", 30);

        account()
                .publish(Changes.ensure("www.example.com", "2001:db8::2")
                        .confirmed("2001:db8::1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofHours(1))));

        assertThat(fake.sets(ZONE))
                .containsEntry("www.example.com./AAAA", Set.of("2001:0DB8:0::7", "2001:db8::2"))
                .containsEntry("www.example.com./A", Set.of("192.0.2.7"))
                .containsEntry("www.example.com./TXT", Set.of("\"v=1\""));
        assertThat(fake.ttl(ZONE, "www.example.com./AAAA")).contains(7200);
    }

    /** The vendor deletes only what is exactly there. */
    @Test
    void aSetIsDeletedByWhatItHasWhateverTtlIsWanted() throws InterruptedException {
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:DB8::1", 7200);

        account()
                .publish(Changes.withdraw("www.example.com", RecordType.AAAA)
                        .confirmed("2001:db8::1")
                        .attributes(ttl(Duration.ofMinutes(1))));

        assertThat(fake.sets(ZONE)).isEmpty();
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aTtlIsCorrectedForTheWholeSetAndZeroIsOne() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com.", "192.0.2.1", 7200);

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(ttl(Duration.ZERO)));

        assertThat(fake.ttl(ZONE, "www.example.com./A")).contains(0);
    }

    @Test
    @Tag("promise-13")
    void aliasesAndSetsWithARoutingPolicyOrAHealthCheckAreLeftAloneAndTheirNeighboursGoOn()
            throws InterruptedException {
        fake.putAlias(ZONE, "A", "alias.example.com.");
        fake.putWeighted(ZONE, "A", "weighted.example.com.", "192.0.2.8", "one");
        ObjectNode checked = fake.put(ZONE, "A", "checked.example.com.", "192.0.2.9", 60);
        checked.put("HealthCheckId", "0a1b2c3d");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("alias.example.com", "192.0.2.1").build(),
                        Changes.ensure("weighted.example.com", "192.0.2.1").build(),
                        Changes.ensure("checked.example.com", "192.0.2.1").build(),
                        Changes.ensure("alias.example.com", "2001:db8::1").build(),
                        Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).message()).contains("alias.example.com A is left alone: it is an alias");
        assertThat(problem(results.get(1)).message()).contains("it has a routing policy");
        assertThat(problem(results.get(2)).message()).contains("it has a health check");
        assertThat(results.subList(0, 3))
                .allSatisfy(result -> assertThat(problem(result).scope()).isEqualTo(ProblemScope.RECORD));
        assertThat(results.subList(3, 5)).hasOnlyElementsOfType(ChangeResult.Accepted.class);
        assertThat(fake.sets(ZONE)).hasSize(5);
        assertThat(fake.refusals()).isEmpty();
    }

    /** By an UPSERT, their values would be lost. */
    @Test
    @Tag("promise-13")
    void aSetThatSomebodyMadeAfterTheListIsNotReplaced() throws InterruptedException {
        fake.plan(
                "change",
                Xml.refusal(
                                400,
                                "InvalidChangeBatch",
                                "[Tried to create resource record set [name='www.example.com.', type='A'] but it already"
                                        + " exists]")
                        .answer());

        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("zones", "list", "change", "list", "change");
        assertThat(fake.texts()).allMatch(text -> text.contains("<Action>CREATE</Action>"));
    }

    @Test
    @Tag("promise-13")
    void aSetThatSomebodyChangedAfterTheListIsNotReplaced() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com.", "192.0.2.1", 60);
        fake.put(ZONE, "A", "www.example.com.", "192.0.2.7", 60);
        fake.plan("list", aResponse().withBody("""
                <?xml version="1.0"?>
                <ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
                <ResourceRecordSets><ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><TTL>60</TTL>
                <ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>
                </ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>10</MaxItems>
                </ListResourceRecordSetsResponse>"""));

        assertThat(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        assertThat(fake.calls()).containsExactly("zones", "list", "change", "list", "change");
        assertThat(fake.sets(ZONE)).containsEntry("www.example.com./A", Set.of("192.0.2.2", "192.0.2.7"));
    }

    @Test
    void aPrivateZoneIsIgnored() throws InterruptedException {
        fake.addHosted("sub.example.com", true);
        fake.addHosted("example.com", true);

        account().publish(Changes.ensure("www.sub.example.com", "192.0.2.1"));

        assertThat(fake.sets(ZONE)).containsOnlyKeys("www.sub.example.com./A");
    }

    @Test
    void severalPublicZonesOfANameAreAllLeftAloneUntilOneIsLeft() throws InterruptedException {
        fake.addZone("example.org");
        fake.addHosted(ZONE, false);
        List<RecordChange> changes = List.of(
                Changes.ensure("www.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.org", "192.0.2.1").build());

        List<ChangeResult> results = account().publish(changes);

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message()).contains("several zones named example.com");
        assertThat(results.get(1)).isInstanceOf(ChangeResult.Accepted.class);

        fake.removeHosted(ZONE);
        assertThat(account().publish(changes.subList(0, 1))).hasOnlyElementsOfType(ChangeResult.Accepted.class);
    }

    @Test
    void theZonesOfADomainAreReadPageByPageAndNoOthers() throws InterruptedException {
        for (int i = 0; i < 201; i++) {
            fake.addZone("z" + i + ".co.example");
            fake.addZone("z" + i + ".example.net");
        }

        account()
                .publish(List.of(
                        Changes.ensure("www.z9.co.example", "192.0.2.1").build(),
                        Changes.ensure("www.z99.co.example", "192.0.2.1").build()));

        assertThat(fake.calls()).containsExactly("zones", "zones", "zones", "list", "change", "list", "change");
        assertThat(fake.sets("z9.co.example")).isNotEmpty();
        assertThat(fake.sets("z99.co.example")).isNotEmpty();
    }

    @Test
    void theZonesOfAllNamesInADomainCostOneCall() throws InterruptedException {
        fake.addZone("sub.example.com");

        account()
                .publish(List.of(
                        Changes.ensure("a.b.c.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.sub.example.com", "192.0.2.1").build(),
                        Changes.ensure("given.sub.example.com", "192.0.2.1")
                                .zone(DnsName.of("sub.example.com"))
                                .build()));

        assertThat(fake.calls()).containsExactly("zones", "list", "change", "list", "change");
    }

    @Test
    @Tag("promise-15")
    void oneTicketIsThatOfAllChangesOfACallAndIsAskedForAfterHalfAMinute() throws InterruptedException {
        fake.holdBack();
        List<RecordChange> changes = names(2, "192.0.2.1");
        List<ChangeResult> results = account().publish(changes);
        ChangeResult.Accepted accepted = (ChangeResult.Accepted) results.get(0);

        assertThat(results.get(1)).isEqualTo(accepted);
        assertThat(Duration.between(account().publication().now(), accepted.readAt()))
                .isEqualTo(Duration.ofSeconds(30));

        fake.forgetCalls();
        RecordingPublication later = account().publication().next();
        assertThat(provider().accepted(accepted.ticket().orElseThrow(), changes, later))
                .isInstanceOf(TicketStatus.Pending.class);
        fake.carryOut();
        assertThat(provider().accepted(accepted.ticket().orElseThrow(), changes, later))
                .isInstanceOf(TicketStatus.Done.class);
        assertThat(fake.calls()).containsExactly("ask", "ask");
        assertThat(later.exchanges()).allMatch(exchange -> exchange.endsWith("/change/{change}"));
    }

    @Test
    void aTemporaryKeySendsItsTokenSigned() throws InterruptedException {
        Publishing temporary = new Publishing(new Route53Provider(
                Settings.of(
                                "accessKeyId",
                                FakeRoute53.TEMPORARY_ID,
                                "secretAccessKey",
                                FakeRoute53.SECRET,
                                "endpoint",
                                fake.endpoint())
                        .with("sessionToken", FakeRoute53.TOKEN),
                ProviderContext.standard()));

        assertThat(temporary.publish(Changes.ensure("*.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.refusals()).isEmpty();
    }
}
