package io.github.ddnsjava.providers.huawei;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.TicketProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP, zones and tickets. */
class HuaweiContractTest implements ZoneFakeContract, TicketProviderContract {
    private static final FakeHuawei FAKE = FakeHuawei.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname.example.com.", "example.net.", 600);
    }

    @Override
    public DnsProvider provider() {
        return new HuaweiProvider(
                Settings.of(
                        "accessKeyId", FakeHuawei.ID, "secretAccessKey", FakeHuawei.KEY, "endpoint", FAKE.endpoint()),
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

    /** A set that ends in ERROR has no words for it. */
    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.empty();
    }

    @Override
    public void forgetTickets() {
        FAKE.forgetSets();
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/v2/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/v2.1/zones/{zone}/recordsets");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A policy is for the whole service. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeHuawei.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeHuawei.refusal(401, "APIGW.0301", "Incorrect IAM authentication information: verify ak sk fail")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeHuawei.refusal(403, "DNS.1802", "Policy doesn't allow this to be performed.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeHuawei.refusal(404, "DNS.0313", "This record set does not exist.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeHuawei.refusal(429, "APIGW.0308", "The throttling threshold has been reached.")
                        .answer(),
                FakeHuawei.refusal(403, "DNS.0014", "Request forbidden by flow control")
                        .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeHuawei.refusal(400, "DNS.0308", reason).answer());
    }
}
