package io.github.ddnsjava.providers.tencent;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
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

/** The testkit's demands on every provider with HTTP and zones. */
class TencentContractTest implements ZoneFakeContract {
    private static final FakeTencent FAKE = FakeTencent.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 600);
    }

    @Override
    public DnsProvider provider() {
        return new TencentProvider(
                Settings.of("secretId", FakeTencent.ID, "secretKey", FakeTencent.KEY, "endpoint", FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public boolean isWrite(Request request) {
        return !request.getHeader("X-TC-Action").startsWith("Describe");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of(" DescribeDomainList");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of(" DescribeRecordList");
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

    /** A policy names domains, and no records. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** A TTL that the plan does not allow is refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeTencent.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeTencent.refusal("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeTencent.refusal("UnauthorizedOperation", "You are not authorized to perform this operation.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeTencent.refusal("InvalidParameter.RecordIdInvalid", "The record id is wrong.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        String message = "Your current request rate exceeds the limit.";
        return List.of(
                FakeTencent.refusal("RequestLimitExceeded", message).answer(),
                FakeTencent.refusal("RequestLimitExceeded.UinLimitExceeded", message)
                        .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(
                FakeTencent.refusal("InvalidParameter.SubdomainInvalid", reason).answer());
    }
}
