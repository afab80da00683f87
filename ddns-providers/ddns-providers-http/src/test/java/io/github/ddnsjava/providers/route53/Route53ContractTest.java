package io.github.ddnsjava.providers.route53;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.TicketProviderContract;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP, zones and tickets. */
class Route53ContractTest implements ZoneFakeContract, TicketProviderContract {
    private static final FakeRoute53 FAKE = FakeRoute53.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public ZoneFake fake() {
        return FAKE;
    }

    @Override
    public void reset() {
        ZoneFakeContract.super.reset();
        FAKE.put(zone().toString(), "CNAME", "cname.example.com.", "example.net", 300);
    }

    @Override
    public DnsProvider provider() {
        return new Route53Provider(
                Settings.of(
                        "accessKeyId",
                        FakeRoute53.ID,
                        "secretAccessKey",
                        FakeRoute53.SECRET,
                        "endpoint",
                        FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public void holdBack() {
        FAKE.holdBack();
    }

    @Override
    public void carryOut() {
        FAKE.carryOut();
    }

    /** There is no such status. */
    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.empty();
    }

    @Override
    public void forgetTickets() {
        FAKE.forgetTickets();
    }

    /** Only the characters of values count. */
    @Override
    public int bytes(Request request) {
        return ChangeBatch.load(request.getBodyAsString()).get(1);
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/hostedzonesbyname");
    }

    /** The hosted zones of each domain are asked for by themselves. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/hostedzone/{zone}/rrset");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(300);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A TTL stays as it is sent. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeRoute53.SECRET);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return Xml.refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return Xml.refusal(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/ddns is not authorized to perform this")
                .answer();
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
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                Xml.refusal(400, "Throttling", "Rate exceeded").answer(),
                Xml.refusal(400, "ThrottlingException", "Rate exceeded").answer(),
                Xml.refusal(503, "Throttling", "Rate exceeded").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(Xml.refusedBatch(reason).answer());
    }
}
